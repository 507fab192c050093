import type { Entities } from '../entity.ts';
import type { Verdict } from '../merge.ts';
import type { Taken } from '../op.ts';
import { markOf, type RowState } from '../row.ts';
import { mergeTestimony, type Testimony } from '../testimony.ts';
import type { OpMerger } from './push.ts';
import type { DeviceState, Epoch, ServiceTransaction } from './store.ts';
import type { Workspace } from './workspace.ts';

export interface Hearing {
  readonly entities: Entities;
  /** How far the streams were when this life of the service began. */
  readonly began: Epoch['heads'];
  readonly transaction: ServiceTransaction;
  readonly workspace: Workspace;
}

/** What a desk tells, where it may; `judge` says what would become of a row by it, `null` when its kind is not known here. */
export async function hear(
  { entities, began, transaction, workspace }: Hearing,
  device: DeviceState,
  told: readonly Testimony[],
): Promise<{ readonly allowed: readonly Testimony[]; readonly judge: (testimony: Testimony) => Verdict | null }> {
  const allowed = told.filter(({ stream }) => device.grants[stream] !== undefined);
  await workspace.load(allowed);
  const names = new Set(allowed.flatMap((testimony) => namesIn(workspace.get(testimony), testimony)));
  const ops = names.size === 0 ? null : await transaction.takenOf([...names]);
  const taken = (name: string): Taken | null => ops?.get(name) ?? null;
  const judge = (testimony: Testimony): Verdict | null => {
    const entity = entities.get(testimony.entity);
    if (entity === undefined) return null;
    const life = { began: began[testimony.stream] ?? 0, taken };
    return mergeTestimony(entity, workspace.get(testimony), testimony, life);
  };
  return { allowed, judge };
}

/** The ops of all values that are told, and of those that they are held against. */
function namesIn(row: RowState | null, { stamps }: Testimony): readonly string[] {
  const told = Object.values(stamps).map(({ name }) => name);
  return row === null ? told : [...told, ...Object.keys(stamps).map((field) => markOf(row, field).stamp.name)];
}

/** A desk tells a restored service of rows that it lost. */
export async function recall(
  hearing: Hearing,
  merger: OpMerger,
  device: DeviceState,
  told: readonly Testimony[],
): Promise<void> {
  const { workspace } = hearing;
  const { allowed, judge } = await hear(hearing, device, told);
  for (const testimony of allowed) {
    const isNew = workspace.get(testimony) === null;
    const verdict = judge(testimony);
    if (verdict === null) continue;
    if (verdict.kind === 'applied') {
      workspace.put(verdict.row, verdict.touched);
      await merger.keep(verdict.conflicts);
    }
    if (isNew) merger.made(testimony);
    // The desk does not know which version the service has of it: it is told, also where it knew nothing new.
    workspace.confirm(testimony, Object.keys(testimony.values));
  }
}
