import type { Json } from '#shared/base/canonical-json.ts';
import { Random } from '#kit/random.ts';
import { Crash, DiskFull } from './crash.ts';
import type { Desk } from './desk.ts';
import type { Step, StepKind } from './plan.ts';
import type { Work } from './work.ts';
import type { World } from './world.ts';

const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;

type Perform = (world: World, desk: Desk, random: Random) => Promise<unknown> | void;

/** One step of the plan; what it does in detail follows from its own seed and from how things are. */
export function perform(world: World, step: Step): Promise<unknown> | void {
  const random = new Random(step.seed);
  world.now += random.chance(0.9) ? random.between(1, 60_000) : random.between(1, 6 * HOUR);
  const desk = world.desks[step.desk % world.desks.length];
  if (desk?.living !== true) return;
  return PERFORM[step.kind](world, desk, random);
}

function work(world: World, desk: Desk, random: Random): void {
  commit(world, desk, world.workers.transaction(desk.store, world.deviceOf(desk), random), random);
}

function commit(world: World, desk: Desk, works: readonly Work[], random: Random): void {
  if (works.length === 0) return;
  if (world.meets('crash', random)) desk.fuse.arm(random.between(1, 8), () => new Crash('desk'));
  else if (world.meets('disk-full', random)) desk.fuse.arm(random.between(1, 8), () => new DiskFull('full'));
  try {
    const records = desk.commit(works, world.now + desk.offset, world.history);
    for (const { op, key } of records) {
      world.trace?.(
        `  ${desk.name} ${desk.device}:${op.seq} ${op.kind} ${key} ${JSON.stringify(op.body)} base ${op.base}`,
      );
      if (op.kind === 'insert') world.workers.note(op);
    }
    world.check(desk);
  } catch (error) {
    if (!(error instanceof Crash || error instanceof DiskFull)) throw error;
    desk.store.written = [];
  } finally {
    desk.fuse.disarm();
  }
}

async function sync(world: World, desk: Desk, random: Random): Promise<void> {
  if (desk.offlineUntil > world.now) return;
  await world.exchange(desk, random);
}

/** Something that was delayed arrives, in any order, or never. */
async function flight(world: World, _: Desk, random: Random): Promise<void> {
  const [message] = world.flight.splice(random.between(0, world.flight.length - 1), 1);
  if (message === undefined) return;
  world.count('reorder');
  const { desk, request } = message;
  const reply = message.reply ?? (await world.answer(request, random));
  if (reply === null || world.meets('lose-reply', random)) return;
  if (message.reply === null && random.chance(0.3)) world.flight.push({ desk, request, reply });
  else world.take(desk, request, reply, random);
}

async function race(world: World, desk: Desk, random: Random): Promise<void> {
  const others = world.desks.filter(({ living, offlineUntil }) => living && offlineUntil <= world.now);
  const racing = [
    desk,
    ...Array.from({ length: random.between(1, 2) }, () => others[random.between(0, others.length - 1)] ?? desk),
  ];
  const requests = racing.map((each) => world.ask(each));
  world.count('race');
  const replies = await world.service.race(requests, random);
  for (const [at, reply] of replies.entries()) {
    const [from, request] = [racing[at], requests[at]];
    if (reply !== null && from !== undefined && request !== undefined) world.take(from, request, reply, random);
  }
}

function clock(world: World, desk: Desk, random: Random): void {
  const by = random.chance(0.5) ? random.between(-10, 10) * YEAR : random.between(-2 * HOUR, 2 * HOUR);
  world.count('clock jump');
  if (random.chance(0.25)) world.serviceOffset = by;
  else desk.offset = by;
}

function offline(world: World, desk: Desk, random: Random): void {
  world.count('days offline');
  desk.offlineUntil = world.now + random.between(1, 40) * HOUR;
}

function clone(world: World, desk: Desk): void {
  if (world.desks.length >= world.plan.desks + 2) return;
  world.count('cloned profile');
  world.clone(desk);
}

function rollback(world: World, desk: Desk, random: Random): void {
  if (desk.former === null || random.chance(0.4)) {
    desk.copyDisk();
    return;
  }
  world.count('rolled-back disk');
  world.trace?.(`  ${desk.name} is rolled back`);
  desk.rollBack();
}

function backup(world: World): void {
  world.service.backUp();
}

function restore(world: World, _: Desk, random: Random): void {
  world.remember();
  for (const desk of world.desks) if (desk.living) desk.remember();
  if (!world.service.restore(random)) return;
  world.count('restored service');
  world.trace?.(`  the service is ${world.service.epoch} now`);
  for (const id of world.revoked) world.service.revoke(id);
}

function revoke(world: World, desk: Desk): void {
  world.count('revocation');
  world.remember();
  world.revoked.add(desk.device);
  world.service.revoke(desk.device);
}

function upgrade(world: World, desk: Desk, random: Random): void {
  if (random.chance(0.1)) world.service.program = 2;
  if (desk.program === 2) return;
  world.count('upgrade');
  desk.program += 1;
  desk.upgrade(world.programs[desk.program] ?? desk.store.entities);
}

/** An op that no service can make sense of. */
function poison(world: World, desk: Desk, random: Random): void {
  if (random.chance(0.4)) {
    early(world, desk, random);
    return;
  }
  const row = world.workers.pick(desk.store, 'case', random, null);
  // Marked, so that it is known who saw it.
  const bad: Json = world.marks.poison();
  const works: readonly Work[] = [
    { entity: 'case', id: row?.id ?? 'nowhere', kind: 'update', body: { owner: bad }, stream: 'branch:0' },
    { entity: 'case', id: 'nowhere', kind: 'update', body: { scenario: world.marks.text() }, stream: 'branch:0' },
    { entity: 'case', id: `p${world.now}`, kind: 'insert', body: { number: '1' }, stream: 'branch:0' },
    { entity: 'callback', id: row?.id ?? 'nowhere', kind: 'append', body: { odd: bad }, stream: 'branch:0' },
    {
      entity: 'case',
      id: row?.id ?? 'nowhere',
      kind: 'update',
      body: { number: world.marks.text() },
      stream: 'branch:0',
    },
  ];
  world.count('poison op');
  commit(world, desk, [random.pick(works)], random);
}

/** An edit of a row that nobody has made yet, and at another time the row itself. */
function early(world: World, desk: Desk, random: Random): void {
  const { home } = world.deviceOf(desk);
  const row = { entity: 'customer', id: `early-${home}`, stream: home };
  const phone = world.marks.text();
  const made = { ...row, kind: 'insert', body: { phone, createdAt: world.marks.number() } } as const;
  const edited = { ...row, kind: 'update', body: { phone } } as const;
  world.count('edit before its row');
  // A desk does one of the two, and once: nobody edits twice what is not there, as two copies of a desk would.
  if (world.desks.length > world.plan.desks) return;
  if (desk.store.has(row) || world.early.has(`${desk.name} ${row.id}`)) return;
  world.early.add(`${desk.name} ${row.id}`);
  const edits = random.chance(0.5) || world.early.has(row.id);
  if (!edits) world.early.add(row.id);
  commit(world, desk, [edits ? edited : made], random);
}

const PERFORM: Readonly<Record<StepKind, Perform>> = {
  work,
  sync,
  flight,
  race,
  clock,
  offline,
  clone,
  rollback,
  backup,
  restore,
  revoke,
  upgrade,
  poison,
};
