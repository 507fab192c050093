import type { Expression } from '../expression/expression.ts';
import { expressionOf } from '../expression/expression-of.ts';
import type { Pack } from '../schema.ts';
import { lineLists, NONE } from '../vocabulary.ts';
import type { TellFinding } from './finding.ts';
import { holdsIn, States, type Limits } from './states.ts';

/** Slots without a fallback in lines that are offered when nothing can fill them: the agent would be asked for what is not there. */
export function lintOpenSlots(pack: Pack, tell: TellFinding): void {
  const states = new States(pack);
  const open = openStates(pack);
  for (const [path, lines] of lineLists(pack)) {
    for (const { id, text, variants = [], when } of lines) {
      const slots = new Set([text, ...variants].flatMap(bareSlots));
      for (const slot of slots) {
        const limits = open(slot);
        if (limits === null) continue;
        const condition = when === undefined ? ALWAYS : expressionOf(when);
        const found = states.find([condition], (state) => holdsIn(condition, state), limits).is;
        if (found === 'there') tell(`${path}.${id}`, 'slot-open-here', { name: slot });
        else if (found === 'undecided') tell(`${path}.${id}`, 'not-decided');
      }
    }
  }
  for (const { id, number } of pack.departments) {
    const isSaid = lineLists(pack).some(([, lines]) =>
      lines.some(({ text }) => bareSlots(text).includes('contact.departmentNumber')),
    );
    if (number === undefined && isSaid) tell(`departments.${id}`, 'department-without-number');
  }
}

const ALWAYS: Expression = { kind: 'all', items: [] };

/** In which states nothing fills it; `null`: in none that a pack could know of. */
function openStates(pack: Pack): (slot: string) => Limits | null {
  const common = new Set(pack.commonFields.map(({ id }) => id));
  const scenarios = pack.scenarios.map(({ id }) => id);
  return (slot) => {
    if (slot === 'callback.due') return { callback: [NONE] };
    if (slot.startsWith('contact.department')) return { department: ['open'] };
    const field = slot.startsWith('case.') ? slot.slice('case.'.length) : '';
    if (field === '' || field === 'number' || common.has(field)) return null;
    const owners = pack.scenarios.filter(({ fields }) => fields.some(({ id }) => id === field)).map(({ id }) => id);
    const others = [...scenarios, NONE].filter((scenario) => !owners.includes(scenario));
    return { scenario: others };
  };
}

/** Slots that have no fallback. */
function bareSlots(text: string): readonly string[] {
  return [...text.matchAll(/\{([a-z][a-zA-Z0-9.-]*)\}/gu)].map(([, slot = '']) => slot);
}
