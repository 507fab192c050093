import { conflictEntity } from '#shared/domain/sync/conflict.ts';
import type { Desk } from './desk.ts';
import type { History } from './history.ts';
import { isMarked } from './samples.ts';
import type { Service } from './service.ts';
import { must } from './violation.ts';

/** The service has every op of a desk, and all that the desk had when a backup was restored last: in rows, conflicts or aside. */
export function nothingLost(service: Service, history: History, { name, store, memory }: Desk): void {
  const { oracle, database } = service;
  const { rows, ops } = database.state;
  for (const hash of store.hashes()) {
    const record = history.ops.get(hash);
    must(record !== undefined && ops.has(record.name), 'I1', () => `${name} had ${record?.name ?? ''}`);
  }
  const aside = (value: string | number): boolean =>
    oracle.life.asideValues.has(value) || oracle.life.aside.has(history.writerOf(value) ?? '');
  for (const [key, all] of memory ?? []) {
    const row = rows.get(key);
    const isAside =
      oracle.life.asideRows.has(key) ||
      [...history.makersOf(key)].some((maker) => oracle.life.aside.has(maker)) ||
      all.some((values) => Object.values(values).some((value) => isMarked(value) && aside(value)));
    must(row !== undefined || isAside, 'I1', () => `${name}: ${key} was lost with the restored service`);
    // A conflict is named by what lost; what it lost against may have become another value since.
    if (row === undefined || row.entity === conflictEntity.name) continue;
    for (const [field, value] of all.flatMap((values) => Object.entries(values))) {
      if (!isMarked(value) || aside(value)) continue;
      const kept = oracle.isKept(key, field, value);
      must(kept, 'I1', () => `${key} ${field}: ${value} was lost with the restored service`);
    }
  }
}
