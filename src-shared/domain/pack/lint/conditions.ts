import { expressionsOf } from '../checks/expressions.ts';
import { expressionOf } from '../expression/expression-of.ts';
import type { Pack } from '../schema.ts';
import type { TellFinding } from './finding.ts';
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
    const so = states.find([expression], (state) => holdsIn(expression, state), within).is;
    const otherwise = states.find([expression], (state) => inverted(holdsIn(expression, state)), within).is;
    if (so === 'nowhere') tell(path, isDone ? 'never-done' : 'never-so');
    else if (otherwise === 'nowhere') tell(path, isDone ? 'done-from-the-start' : 'always-so');
    else if (so === 'undecided' || otherwise === 'undecided') tell(path, 'not-decided');
  }
}

const PARTS: ReadonlySet<string> = new Set(['fields', 'scenarios', 'probes', 'escalations', 'quality']);
