import type { Expression } from '../expression/expression.ts';
import { expressionOf } from '../expression/expression-of.ts';
import { partyOf } from '../offer.ts';
import type { Pack, PackLine } from '../schema.ts';
import { NONE } from '../vocabulary.ts';
import type { TellFinding } from './finding.ts';
import { holdsIn, inverted, States, type Limits, type State } from './states.ts';

interface LineList {
  readonly path: string;
  readonly lines: readonly PackLine[];
  /** Where its lines may be offered at all. */
  readonly within: Limits;
  /** Where there must be one; `null`: nowhere. */
  readonly needed: Limits | null;
  readonly party: 'customer' | 'other' | 'both';
}

/** Lines that are never offered, conditions that make no difference, and moments in which there is nothing to say. */
export function lintOffers(pack: Pack, tell: TellFinding): void {
  const states = new States(pack);
  const never = new Set<string>();
  const lists = lineListsOf(pack);
  for (const list of lists) for (const line of list.lines) lintLine(states, list, line, never, tell);
  // What asks for a line that is never offered is not offered itself; more than a few steps nobody writes.
  for (const list of lists) {
    for (const line of list.lines) {
      if (never.has(line.id) || !asksFor(line, never)) continue;
      const unsaid = Object.fromEntries([...never].map((id) => [`said:${id}`, [false]]));
      if (isNever(states, line, { ...list.within, ...unsaid })) tell(`${list.path}.${line.id}.when`, 'never-offered');
    }
  }
  for (const list of lists) lintDeadEnd(states, list, tell);
}

function asksFor(line: PackLine, lines: ReadonlySet<string>): boolean {
  return line.when !== undefined && [...lines].some((id) => line.when?.includes(id) === true);
}

function lintLine(
  states: States,
  { path, within, party }: LineList,
  line: PackLine,
  never: Set<string>,
  tell: TellFinding,
): void {
  const at = `${path}.${line.id}`;
  if (party !== 'both' && partyOf(line) !== party) {
    never.add(line.id);
    tell(at, 'never-for-others');
    return;
  }
  if (line.when === undefined) return;
  const expression = expressionOf(line.when);
  // It must be offered a first time.
  const first = { ...within, [`said:${line.id}`]: [false] };
  const offered = states.find([expression], (state) => holdsIn(expression, state), first).is;
  const kept = states.find([expression], (state) => inverted(holdsIn(expression, state)), within).is;
  if (offered === 'nowhere') {
    never.add(line.id);
    tell(`${at}.when`, 'never-offered');
  } else if (kept === 'nowhere') tell(`${at}.when`, 'always-so');
  else if (offered === 'undecided' || kept === 'undecided') tell(`${at}.when`, 'not-decided');
}

function isNever(states: States, line: PackLine, within: Limits): boolean {
  const expression = expressionOf(line.when ?? '');
  return states.find([expression], (state) => holdsIn(expression, state), within).is === 'nowhere';
}

function lintDeadEnd(states: States, { path, lines, needed, party }: LineList, tell: TellFinding): void {
  if (needed === null) return;
  const heard = lines.filter((line) => party === 'other' || partyOf(line) === 'customer');
  if (heard.some(({ when }) => when === undefined)) return;
  const conditions = heard.map(({ when }) => expressionOf(when ?? ''));
  const found = CONTACTS.map(({ channel, direction }) => {
    const limits = { channel: [channel], direction: [direction], ...needed };
    return states.find(conditions, (at) => nothingSaid(conditions, at), limits);
  });
  const dead = found.flatMap((each) => (each.is === 'there' ? [toldState(each.state)] : []));
  if (dead.length > 0) tell(path, 'dead-end', { states: dead.join(' / ') });
  else if (found.some(({ is }) => is === 'undecided')) tell(path, 'not-decided');
}

const CONTACTS = [
  { channel: 'call', direction: 'inbound' },
  { channel: 'chat', direction: 'inbound' },
  { channel: 'call', direction: 'outbound' },
  { channel: 'chat', direction: 'outbound' },
] as const;

function nothingSaid(conditions: readonly Expression[], state: State): boolean | null {
  let answer: boolean | null = true;
  for (const condition of conditions) {
    const one = holdsIn(condition, state);
    if (one === true) return false;
    if (one === null) answer = null;
  }
  return answer;
}

function toldState(state: State): string {
  return [...state].map(([name, value]) => `${name} ${String(value)}`).join(', ');
}

function lineListsOf(pack: Pack): readonly LineList[] {
  const talking = { line: ['connected', NONE] };
  const upset = [...new Set(pack.moods.map(({ level }) => level))].filter((level) => level >= pack.soothing.fromLevel);
  return [
    ...Object.entries(pack.lines).map(([stage, lines]) => {
      const here = { [`reached:${stage}`]: [true] };
      return { path: `lines.${stage}`, lines, within: here, needed: { ...here, ...talking }, party: 'both' as const };
    }),
    ...pack.situations.map(({ id, lines, line }) => {
      const isSilent = id === pack.silence.situation || line === 'silent';
      const isDropped = id === pack.redial.situation || line === 'dropped';
      const needed = { line: ['connected', NONE, ...(isSilent ? ['silent'] : []), ...(isDropped ? ['dropped'] : [])] };
      const party = id === pack.callback.thirdPartySituation ? ('other' as const) : ('both' as const);
      return { path: `situations.${id}`, lines, within: {}, needed, party };
    }),
    ...(upset.length === 0 ? [] : [soothingList(pack, upset, talking)]),
    ...pack.worries.map(({ id, lines }) => {
      return { path: `worries.${id}`, lines, within: {}, needed: talking, party: 'customer' as const };
    }),
    { path: 'remedies', lines: pack.remedies?.lines ?? [], within: {}, needed: null, party: 'customer' },
  ];
}

function soothingList({ soothing }: Pack, upset: readonly number[], talking: Limits): LineList {
  const within = { mood: upset };
  return { path: 'soothing', lines: soothing.lines, within, needed: { ...within, ...talking }, party: 'customer' };
}
