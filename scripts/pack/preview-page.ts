import { lineOf, progressOf } from '#shared/domain/contact/state.ts';
import { slotFacts } from '#shared/domain/pack/facts.ts';
import { fillLine, type SlotFacts } from '#shared/domain/pack/slots.ts';
import { stepsOf } from '#shared/domain/pack/steps.ts';
import type { PreviewWalk } from './preview-walk.ts';
import type { Terminal } from './terminal.ts';

/** What an agent would see now, in lines. */
export function shownIn(walk: PreviewWalk, terminal: Terminal): readonly string[] {
  const { pack, state } = walk;
  const progress = progressOf(state);
  const situation = pack.situations.find(({ id }) => id === progress?.situation);
  const head = state.phase === 'none' ? null : state.head;
  const scenario = pack.scenarios.find(({ id }) => id === head?.scenario);
  const mood = pack.moods.find(({ id }) => id === progress?.mood);
  const stages = pack.stages.map(({ id, short }) => (id === progress?.stage ? `[${short}]` : short)).join(' › ');
  const line = lineOf(state);
  const onLine = line === null ? undefined : terminal.words(`line.${line.kind}`);
  const about = [scenario?.name, mood?.name, onLine, situation?.name];
  const filled = sampleFacts(walk, terminal);
  const lines = walk.lines().map(({ line: said, spent, soothing }, index) => {
    const text = fillLine(said.text, filled).map((part) => (part.kind === 'open' ? `〔${part.slot}〕` : part.text));
    const mark = spent ? ' ✓' : soothing ? ' ♥' : '';
    const note = said.note === undefined ? [] : [`      ${terminal.words('preview.note', { note: said.note })}`];
    return [`  ${String(index + 1)}${mark}  ${text.join('')}`, ...note];
  });
  return [
    '',
    `${stages}   ${about.filter((part) => part !== undefined).join(' · ')}`,
    ...(lines.length === 0 ? [terminal.words('preview.nothing')] : lines.flat()),
    ...stepsLeft(walk, terminal),
    pack.situations.map(({ key, name }) => `/${key} ${name}`).join('  '),
  ];
}

function stepsLeft({ pack, state, matter }: PreviewWalk, terminal: Terminal): readonly string[] {
  const left = stepsOf(pack, state, matter).filter(({ done }) => !done);
  return left.length === 0
    ? []
    : [terminal.words('preview.steps', { steps: left.map(({ step }) => step.name).join(' · ') })];
}

/** As a desk would fill them; what a customer or a form would say is shown in brackets. */
function sampleFacts({ pack, state, matter, now }: PreviewWalk, terminal: Terminal): SlotFacts {
  const [title] = pack.address.titles;
  const known = matter.surname === 'known';
  const surname = terminal.words('sample.surname');
  const customer = {
    surname: known ? surname : '',
    surnameDeclined: false,
    title: known ? (title?.id ?? '') : '',
    phone: '13800000000',
  };
  const labels = [...pack.commonFields, ...pack.scenarios.flatMap(({ fields }) => fields)];
  const fields = Object.fromEntries(labels.map(({ id, label }) => [id, `〔${label}〕`]));
  return slotFacts({
    ...{ pack, state, customer, now, timeZone: 'Asia/Shanghai' },
    company: { company: pack.company ?? terminal.words('sample.company'), department: '' },
    agent: { agentName: terminal.words('sample.agent'), agentNumber: '001' },
    case: { number: 'A1-0001', fields },
    earlier: { number: 'A1-0000', scenario: pack.scenarios[0]?.id ?? null, fields },
  });
}
