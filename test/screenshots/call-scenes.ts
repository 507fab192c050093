import { desk, type Scene } from './scene.ts';
import { answered, holding, recording, ringing, SECOND, solving, STRANGER } from './steps.ts';

/** One call, from its ring to its close, and what can come between. */
export const CALL_SCENES: readonly Scene[] = [
  { name: 'ringing', arrange: desk((studio) => ringing(studio, STRANGER)) },
  { name: 'greeting', arrange: desk(answered) },
  {
    name: 'desk',
    arrange: desk(async (studio) => {
      await holding(studio);
      // Back to the lines of the stage: what comes next is prepared while the customer waits.
      await studio.press('Escape');
      await studio.select('solve-plan');
      await studio.scrollToTop('.side');
    }),
  },
  {
    name: 'hold',
    arrange: desk(async (studio) => {
      await holding(studio);
      await studio.scrollToTop('.side');
    }),
  },
  {
    name: 'hold-over',
    arrange: desk(async (studio) => {
      await holding(studio);
      await studio.pass(22 * SECOND);
    }),
  },
  {
    name: 'situations',
    arrange: desk(async (studio) => {
      await recording(studio);
      await studio.press('0');
      await studio.sees('[role=menu]');
    }),
  },
  {
    name: 'silence',
    arrange: desk(async (studio) => {
      await answered(studio);
      await studio.press('0', 's');
      await studio.sees('[data-band=silence]');
      await studio.pass(7 * SECOND);
    }),
  },
  {
    name: 'dropped',
    arrange: desk(async (studio) => {
      await recording(studio);
      await studio.press('0', 'x');
      await studio.sees('[data-band=dropped]');
      await studio.pass(5 * SECOND);
    }),
  },
  {
    name: 'transfer',
    arrange: desk(async (studio) => {
      await recording(studio);
      await studio.press('0', 't');
      await studio.sees('.departments');
      await studio.press('Shift+Digit1');
      await studio.sees('[data-line-id=transfer-due], [data-line-id=transfer-choose]');
    }),
  },
  {
    name: 'angry',
    arrange: desk(async (studio) => {
      await answered(studio);
      await studio.press('0', 'a');
      await studio.sees('[data-line-id=soothe-angry]');
    }),
  },
  {
    name: 'complaint',
    arrange: desk(async (studio) => {
      await recording(studio);
      await studio.command({ type: 'classify', scenario: 'complaint' });
      await studio.command({ type: 'tag-mood', mood: 'angry' });
      const caseId = studio.caseId();
      await studio.ask('case.edit', { caseId, field: 'complaint-type', value: '产品质量' });
      await studio.ask('case.edit', { caseId, field: 'severity', value: '一般' });
      await studio.sees('[data-testid=remedies]');
    }),
  },
  {
    name: 'remedy',
    arrange: desk(async (studio) => {
      await recording(studio);
      await studio.command({ type: 'classify', scenario: 'complaint' });
      const caseId = studio.caseId();
      await studio.ask('case.edit', { caseId, field: 'complaint-type', value: '产品质量' });
      await studio.ask('case.edit', { caseId, field: 'severity', value: '一般' });
      await studio.sees('[data-testid=remedies]');
      await studio.press('i', '3');
      await studio.page.keyboard.insertText('50');
      await studio.sees('[data-testid=verdict]');
    }),
  },
  {
    name: 'wording',
    arrange: desk(async (studio) => {
      await recording(studio);
      await studio.press('Escape', 'n');
      await studio.isIn('事实');
      await studio.press('End');
      await studio.type('，我先跟他说随便换一个');
      await studio.sees('[data-testid=wording-mark]');
      await studio.press('ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft');
      await studio.sees('[data-testid=wording-hint]');
    }),
  },
  {
    name: 'steps',
    arrange: desk(async (studio) => {
      await recording(studio);
      await studio.press('Escape', 'l');
      await studio.sees('[data-testid=steps] [role=menu]');
    }),
  },
  {
    name: 'escalate',
    arrange: desk(async (studio) => {
      await recording(studio);
      await studio.press('Escape', 'e');
      await studio.sees('[data-testid=escalations]');
    }),
  },
  {
    name: 'callback',
    arrange: desk(async (studio) => {
      await solving(studio);
      await studio.press('b');
      await studio.sees('[data-testid=callback-popover]');
      await studio.type('明天下午三点');
      await studio.sees('[data-reading=time]');
    }),
  },
  {
    name: 'callback-number',
    arrange: desk(async (studio) => {
      await ringing(studio, '');
      await studio.press('r');
      await studio.sees('[data-band=talking]');
      await studio.press('h');
      await studio.sees('[data-band=hold]');
      await studio.press('b');
      await studio.sees('[data-testid=callback-popover]');
      await studio.press('Shift+Tab', '2');
      await studio.sees('.asked');
    }),
  },
  {
    name: 'callback-asked',
    arrange: desk(async (studio) => {
      await solving(studio);
      await studio.press('b');
      await studio.sees('[data-testid=callback-popover]');
      await studio.type('过两天');
      await studio.sees('[data-reading=ask]');
    }),
  },
  {
    name: 'done',
    arrange: desk(async (studio) => {
      await solving(studio);
      await studio.press('ArrowRight', 'd');
      await studio.sees('[role=dialog] .likely');
      await studio.press('1');
      await studio.sees('[role=dialog] .asked');
      await studio.pass(3 * SECOND);
    }),
  },
  {
    name: 'done-asked',
    arrange: desk(async (studio) => {
      await answered(studio);
      await studio.press('d');
      await studio.sees('[role=dialog] .likely');
    }),
  },
  {
    name: 'undo',
    arrange: desk(async (studio) => {
      await solving(studio);
      await studio.press('d');
      await studio.sees('[role=dialog] .likely');
      await studio.press('1');
      await studio.sees('[role=dialog] .asked');
      await studio.press('Control+Enter');
      await studio.sees('[data-testid=toast]');
    }),
  },
];
