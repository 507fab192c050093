import { canonicalJson } from '#shared/base/canonical-json.ts';
import { sameDigest } from '#shared/domain/sync/digest.ts';
import { fieldOf } from '#shared/domain/sync/entity.ts';
import { keyOf } from '#shared/domain/sync/op.ts';
import { Random } from '#kit/random.ts';
import type { Courier } from './courier.ts';
import type { Desk } from './desk.ts';
import { nothingLost } from './lost.ts';
import { must, Violation } from './violation.ts';
import type { World } from './world.ts';

const ROUNDS = 8;
/** More exchanges than a desk may need in one round. */
const ENOUGH = 2_000;

/** The network heals, what was carried arrives, and every program is renewed; then all of I3 and I9 must come true. Answers with the exchanges made. */
export async function heal(world: World, courier: Courier): Promise<number> {
  world.healed = true;
  world.flight = [];
  world.trace?.('healed');
  const random = new Random(1);
  for (const desk of world.desks) {
    desk.offlineUntil = 0;
    desk.program = 2;
    desk.upgrade(world.programs[2]);
  }
  world.remember();
  await courier.arrive();
  let exchanges = 0;
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const desk of world.desks) {
      let made = 0;
      for (let more = true; more && desk.living; made += 1) {
        if (made === ENOUGH) throw new Violation('I9', `${desk.name} never has enough`);
        more = await world.exchange(desk, random);
      }
      exchanges += made;
    }
    if (world.desks.every((desk) => !desk.living || openOf(world, desk) === null)) {
      for (const desk of world.desks) if (desk.living) compare(world, desk);
      const { waiting, rows } = world.service.database.state;
      for (const [key, ops] of waiting) must(ops.length === 0 || !rows.has(key), 'I9', () => `ops wait for ${key}`);
      return exchanges;
    }
  }
  const open = world.desks.flatMap((desk) => (desk.living ? (openOf(world, desk) ?? []) : []));
  throw new Violation('I9', open.join('; '));
}

/** What a desk still waits for. */
function openOf(world: World, { name, store }: Desk): string | null {
  const { acknowledged, settled, cursors, device, epoch } = store.status();
  const last = store.lastSeq();
  if (epoch !== world.service.epoch) return `${name} lives in ${epoch ?? 'none'}`;
  if (acknowledged < last || settled < last) return `${name} has ${last} ops, ${acknowledged} sent, ${settled} settled`;
  if (store.testimonyQueue(1).length > 0) return `${name} still has to tell of rows`;
  if (store.deferred().length > 0) return `${name} did not place ${keyOf(store.deferred()[0]!.entry)}`;
  if (store.allWithheld().length > 0) return `${name} withholds ${keyOf(store.allWithheld()[0]!)}`;
  for (const stream of Object.keys(world.service.device(device)?.grants ?? {})) {
    const head = world.service.database.state.streams.get(stream)?.commits.length ?? 0;
    if ((cursors[stream]?.seq ?? 0) < head) return `${name} has ${stream} to ${cursors[stream]?.seq ?? 0} of ${head}`;
  }
  return null;
}

/** Digests, every row and every field: the desk shows what the service has, which has all that the desk ever had. */
function compare(world: World, desk: Desk): void {
  const { name, store } = desk;
  const { state } = world.service.database;
  const { life } = world.service.oracle;
  const { cursors, device } = store.status();
  const grants = state.devices.get(device)?.grants ?? {};
  for (const [stream, { digest }] of Object.entries(cursors)) {
    const theirs = state.streams.get(stream)?.digest;
    must(theirs === undefined || sameDigest(digest, theirs), 'I3', () => `${name} has another digest of ${stream}`);
  }
  for (const [key, row] of state.rows) {
    if (grants[row.stream] === undefined || !store.entities.has(row.entity)) continue;
    const shown = store.read(row);
    must(shown !== null, 'I3', () => `${name} lacks ${key}`);
    const entity = store.entities.get(row.entity)!;
    for (const [field, value] of Object.entries(row.values)) {
      if (fieldOf(entity, field) === null) continue;
      const ours = shown[field];
      const equal = ours === value || canonicalJson(ours ?? null) === canonicalJson(value);
      must(equal, 'I3', () => `${name} shows ${key} ${field} as ${JSON.stringify(ours)}, not ${JSON.stringify(value)}`);
    }
    const extra = Object.keys(shown).find((field) => shown[field] !== null && !Object.hasOwn(row.values, field));
    must(extra === undefined, 'I3', () => `${name} shows ${key} ${extra ?? ''}, which the service does not have`);
  }
  for (const row of store.rows()) {
    if (state.rows.has(keyOf(row)) || life.aside.size > 0) continue;
    must(false, 'I3', () => `${name} shows ${keyOf(row)}, which the service does not have`);
  }
  nothingLost(world.service, world.history, desk);
}
