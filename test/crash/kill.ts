import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { DeskState } from '#shared/contract/views.ts';
import { isOpen, lineOf } from '#shared/domain/contact/state.ts';
import { temporaryFolder } from '#kit/desk.ts';
import { launchLoopback, type LoopbackDesk } from '#kit/loopback-process.ts';
import { Random } from '#kit/random.ts';
import { Agent } from './agent.ts';
import { Ledger } from './ledger.ts';
import { readRecords, type Records } from './records.ts';

export interface KillReport {
  readonly kills: number;
  /** Of these, how many fell into a start. */
  readonly duringStart: number;
  readonly acknowledged: number;
  /** Requests that were in flight when the process died. */
  readonly unanswered: number;
  /** Kills after which a hold was running. */
  readonly holds: number;
  readonly outbox: number;
  readonly faults: readonly string[];
}

/** In ms: a start takes longer than this on a slow machine, and less on a fast one. */
const LONGEST_START = 1_500;

/**
 * An agent works on a real desk process that is killed without warning, again and again, on one data folder. After each
 * kill the records must be whole and have all that was acknowledged, and the desk must go on where it was.
 */
export async function killAgainAndAgain(options: {
  readonly kills: number;
  readonly seed: number;
  readonly tell?: (text: string) => void;
}): Promise<KillReport> {
  const { kills, seed, tell = () => undefined } = options;
  const random = new Random(seed);
  const ledger = new Ledger();
  const folder = temporaryFolder('crash');
  const faults: string[] = [];
  let duringStart = 0;
  let holds = 0;
  let outbox = 0;
  let records: Records | null = null;
  try {
    for (let kill = 1; kill <= kills; kill += 1) {
      const launched = launchLoopback({ dataFolder: folder.path });
      if (random.next() < 0.25) {
        duringStart += 1;
        await delay(random.between(0, LONGEST_START));
        await launched.kill();
      } else {
        const desk = await launched.ready;
        const agent = await sitDown(desk, random, ledger);
        if (records !== null)
          faults.push(...resumed(records, agent.shown).map((fault) => `kill ${kill - 1}: ${fault}`));
        await workUntilKilled(desk, agent, random, ledger);
      }
      if (!existsSync(join(folder.path, 'desk.key'))) {
        // Killed before its first start had made anything; later than that a missing key is a loss.
        if (ledger.acknowledged > 0) faults.push(`kill ${kill}: the key is gone`);
        continue;
      }
      records = readRecords(folder.path);
      holds += records.contacts.some(({ state }) => lineOf(state)?.kind === 'hold') ? 1 : 0;
      faults.push(...records.faults, ...broken(records, ledger).map((fault) => `kill ${kill}: ${fault}`));
      outbox = records.outbox;
      tell(`${kill}: ${ledger.acknowledged} acknowledged, ${records.outbox} in the outbox, ${faults.length} faults`);
    }
  } finally {
    folder.remove();
  }
  const { acknowledged } = ledger;
  return { kills, duringStart, acknowledged, unanswered: ledger.unanswered(), holds, outbox, faults };
}

/** Kills the very first start of a desk, at a moment after its key was written: the next start must not be locked out. */
export async function killFirstStarts(options: {
  readonly kills: number;
  readonly seed: number;
}): Promise<readonly string[]> {
  const random = new Random(options.seed);
  const faults: string[] = [];
  for (let kill = 1; kill <= options.kills; kill += 1) {
    const folder = temporaryFolder('first-start');
    const launched = launchLoopback({ dataFolder: folder.path });
    while (!existsSync(join(folder.path, 'desk.key'))) await delay(1);
    await delay(random.between(0, 80));
    await launched.kill();
    const left = readdirSync(folder.path).join(' ');
    const again = launchLoopback({ dataFolder: folder.path });
    await again.ready.catch((error: unknown) => faults.push(`first start ${kill} (${left}): ${String(error)}`));
    await again.kill();
    folder.remove();
  }
  return faults;
}

async function sitDown(desk: LoopbackDesk, random: Random, ledger: Ledger): Promise<Agent> {
  const window = await desk.connect();
  const agent = await Agent.sitDown(window, random, ledger);
  if (agent.shown.setUp) return agent;
  const identity = { company: '云雀数码', department: '客服部', agentName: '周宁', agentNumber: '7' };
  const setUp = await window.client.request('desk.setUp', { ...identity, sampleData: false });
  if (!setUp.ok) throw new Error(setUp.error.code);
  return Agent.sitDown(window, random, ledger);
}

/** The kill falls somewhere into the work: after a number of answers, with whatever is under way then. */
async function workUntilKilled(desk: LoopbackDesk, agent: Agent, random: Random, ledger: Ledger): Promise<void> {
  const until = ledger.acknowledged + random.between(0, 60);
  while (ledger.acknowledged < until) await agent.work();
  // Into the middle of it: some of what was just sent has arrived, some has not. No answer comes to the rest.
  agent.work().catch(() => undefined);
  await delay(random.between(0, 12));
  await desk.kill();
}

/** What the records must have of what was acknowledged, and may not have of what was not. */
function broken(records: Records, ledger: Ledger): readonly string[] {
  const faults: string[] = [];
  for (const [key, allowed] of ledger.texts()) {
    const text = records.texts.get(key) ?? '';
    if (!allowed.includes(text)) faults.push(`${key} is "${text}", not one of ${JSON.stringify(allowed)}`);
  }
  for (const [key, { least, most }] of ledger.events()) {
    const found = records.events.get(key) ?? 0;
    if (found < least || found > most) faults.push(`${key}: ${found} events for ${least} to ${most} commands`);
  }
  const contacts = records.contacts.map(({ id }) => id);
  for (const [what, { ids, perhaps }, found] of [
    ['contact', ledger.made('contact.open'), contacts],
    ['callback', ledger.made('callback.promise'), records.callbacks],
  ] as const) {
    const lost = ids.filter((id) => !(found as readonly string[]).includes(id));
    if (lost.length > 0) faults.push(`${what} lost: ${lost.join()}`);
    if (found.length > ids.length + perhaps)
      faults.push(`${found.length} ${what}s for ${ids.length} and ${perhaps} perhaps`);
  }
  return faults;
}

/** The desk goes on with every contact as it was, and a hold runs out at the moment it always would. */
function resumed(records: Records, shown: DeskState): readonly string[] {
  return records.contacts
    .filter(({ state }) => isOpen(state))
    .flatMap(({ id, state, events }) => {
      const now = shown.contacts.find((contact) => contact.id === id);
      if (now === undefined) return [`${id} is not open any more`];
      // While the desk was away a limit may have passed: it is told at the start, and changes nothing else.
      const same = now.events === events ? state : { ...state, conversation: null, targetsMet: null };
      const faults = contains(now.state, same) ? [] : [`${id} did not resume in its state`];
      const line = lineOf(state);
      if (line?.kind !== 'hold') return faults;
      const limit = Object.values(shown.packs)[0]!.hold.limitMs;
      const due = shown.countdowns.find(({ contactId, kind }) => contactId === id && kind === 'hold')?.dueAt;
      return due === line.since + limit ? faults : [...faults, `${id}: the hold is due at ${String(due)}`];
    });
}

/** Whether `whole` has every member of `part` that is not `null` there. */
function contains(whole: object, part: object): boolean {
  const members = whole as Readonly<Record<string, unknown>>;
  return Object.entries(part).every(
    ([key, member]) => member === null || JSON.stringify(members[key]) === JSON.stringify(member),
  );
}
