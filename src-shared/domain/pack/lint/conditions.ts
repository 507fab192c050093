import { expressionsOf } from '../checks/expressions.ts';
import { expressionOf } from '../expression/expression-of.ts';
import type { Pack } from '../schema.ts';
import type { LintCode, TellFinding } from './finding.ts';
import { holdsIn, inverted, States } from './states.ts';

/** Steps that are never done or done from the start, and other conditions that make no difference; those of lines are in `offers.ts`. */
export function lintConditions(pack: Pack, tell: TellFinding): void {
  const states = new States(pack);
  for (const [path, text] of expressionsOf(pack)) {
    const [part = '', scenario = ''] = path.split('.');
    if (!PARTS.has(part)) continue;
    const isDone = path.endsWith('.done');
    const within = part === 'scenarios' ? { scenario: [scenario] } : {};
    const expression = expressionOf(text);
    const tellAs = (code: LintCode): void => tell(path, code);
    if (states.find([expression], (state) => holdsIn(expression, state), within) === null) {
      tellAs(isDone ? 'never-done' : 'never-so');
    } else if (states.find([expression], (state) => inverted(holdsIn(expression, state)), within) === null) {
      tellAs(isDone ? 'done-from-the-start' : 'always-so');
    }
  }
}

const PARTS: ReadonlySet<string> = new Set(['fields', 'scenarios', 'probes', 'escalations', 'quality']);
