import { canonicalJson } from '../../../base/canonical-json.ts';
import type { EpochMs } from '../../../base/clock.ts';
import { compareHybrid, type HybridTime } from '../../../base/hybrid-clock.ts';
import { sameValue } from '../concurrent.ts';
import type { Entities } from '../entity.ts';
import type { ExchangeRequest, Push } from '../exchange.ts';
import { targetOf, type Received, type Verdict } from '../merge.ts';
import { hashOp, nameFrom, nameOf, type Change, type Op, type Sha256, type Values } from '../op.ts';
import { valueIn, type RowState } from '../row.ts';
import { boundedTime, witnessOf, type ClockWitness } from '../stamp.ts';
import type { Testimony } from '../testimony.ts';
import { hear, type Hearing } from './recall.ts';
import type { DeviceState } from './store.ts';

interface Parts {
  readonly hearing: Hearing;
  readonly sha256: Sha256;
  readonly receivedAt: EpochMs;
}

/**
 * What a revoked desk still says changes nothing: its ops, and what it remembers of rows that a restored service lost, are kept
 * for a supervisor. It is told nothing, so it cannot mend its chain: whatever is not known by its name is kept.
 */
export async function setAside(parts: Parts, device: DeviceState, request: ExchangeRequest): Promise<void> {
  const { transaction } = parts.hearing;
  const witness = witnessOf(device, request, parts.receivedAt);
  const kept = [
    ...(await newOfRows(parts, device, request.testimony)),
    ...(request.push === null ? [] : await newOfOps(parts, device, request.push, witness)),
  ];
  const about = { device: device.id, reason: 'revoked', waitsFor: null };
  if (kept.length > 0)
    await transaction.quarantine(kept.map(({ op, hash, bounded }) => ({ ...about, op, hash, bounded })));
  await transaction.commit([]);
}

async function newOfOps(
  { hearing: { transaction, workspace }, sha256 }: Parts,
  device: DeviceState,
  { ops, prev }: Push,
  witness: ClockWitness,
): Promise<readonly Received[]> {
  let hash = prev;
  const received = ops.map((op): Received => {
    hash = hashOp(device.id, op, hash, sha256);
    return { op, device: device.id, hash, bounded: boundedTime(op, witness) };
  });
  const known = await transaction.noteOps(received);
  const unknown = received.filter((each) => !known.has(nameOf(each)));
  const rowOf = (each: Received) => ({ entity: each.op.entity, id: targetOf(each) });
  await workspace.load(unknown.map(rowOf));
  // A former life of the service took it in, before the desk was revoked, and another desk has told the row.
  return unknown.filter((each) => !isIn(workspace.get(rowOf(each)), nameOf(each)));
}

function isIn(row: RowState | null, name: string): boolean {
  return row !== null && [row.made, ...Object.values(row.marks)].some(({ stamp }) => stamp.name === name);
}

/** What a revoked desk remembers and the service does not, each as an op that a supervisor can release. */
async function newOfRows(
  { hearing, sha256, receivedAt }: Parts,
  device: DeviceState,
  told: readonly Testimony[],
): Promise<readonly Received[]> {
  const { transaction, workspace } = hearing;
  const { allowed, judge } = await hear(hearing, device, told);
  const memories = allowed.flatMap((testimony) => {
    const verdict = judge(testimony);
    if (verdict?.kind !== 'applied') return [];
    const body = newValues(workspace.get(testimony), testimony, verdict);
    if (Object.keys(body).length === 0) return [];
    const hash = sha256(canonicalJson({ told: { entity: testimony.entity, id: testimony.id, body } }));
    const time = latest(testimony, receivedAt);
    const seq = device.lastSeq + 1;
    const about = { seq, ...time, last: true, stream: testimony.stream, base: workspace.get(testimony)?.seq ?? 0 };
    const op: Op = { ...about, ...changeOf(testimony, body, workspace.get(testimony), hearing.entities) };
    return [{ op, device: device.id, hash, bounded: time }];
  });
  // Not under the names of the ops that wrote the values: their own desks may still send those.
  const known = await transaction.noteOps(
    memories.map((each) => ({ ...each, op: { ...each.op, origin: nameFrom(each.hash) } })),
  );
  return memories.filter(({ hash }) => !known.has(nameFrom(hash)));
}

/** All of a row that is lost, or what would become another value or a conflict. */
function newValues(
  row: RowState | null,
  { values }: Testimony,
  verdict: Extract<Verdict, { readonly kind: 'applied' }>,
): Values {
  if (row === null) return values;
  const lost = new Set(verdict.conflicts.map((conflict) => valueIn(conflict, 'field')));
  const isNew = (field: string): boolean =>
    lost.has(field) || !sameValue(valueIn(row, field), valueIn(verdict.row, field));
  return Object.fromEntries(Object.entries(values).filter(([field]) => isNew(field)));
}

function changeOf(
  { entity, id }: Testimony,
  values: Values,
  row: RowState | null,
  entities: Entities,
): Change & Pick<Op, 'origin'> {
  if (row !== null) return { entity, id, kind: 'update', body: values };
  if (entities.get(entity)?.kind !== 'items') return { entity, id, kind: 'insert', body: values };
  const { of, ...body } = values;
  return { entity, id: typeof of === 'string' ? of : '', kind: 'append', body, origin: id };
}

/** When the latest of it was written; a revoked desk does not say so of the future. */
function latest({ made, stamps }: Testimony, receivedAt: EpochMs): HybridTime {
  const { wall, counter } = [made, ...Object.values(stamps)].reduce((a, b) => (compareHybrid(a, b) < 0 ? b : a));
  return { wall: Math.min(wall, receivedAt), counter };
}
