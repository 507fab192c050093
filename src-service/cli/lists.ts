import type { ListedDevice } from '../identity/devices.ts';
import type { ListedOp } from '../quarantine.ts';

/** Columns that stand below each other; the last one, which may be in wide letters, is as long as it is. */
function table(heading: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const lines = [heading, ...rows.map((row) => row.map(printable))];
  const widths = heading.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** A desk gives its own label: it begins no line and tells a terminal nothing. */
const printable = (cell: string): string => cell.replaceAll(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu, '\uFFFD');

/** By the clock that all parts of the world share: a service may be far from who looks. A desk may tell a time that is none. */
function minute(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? '-' : `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

export function deviceLines(devices: readonly ListedDevice[]): readonly string[] {
  if (devices.length === 0) return ['No desk is enrolled yet.'];
  return table(
    ['ID', 'BRANCH', 'ROLE', 'LAST CONTACT', 'CHANGES', 'STATE', 'LABEL'],
    devices.map(({ id, branch, role, lastContact, lastSeq, revokedAt, label }) => [
      ...[id, branch || '-', role, minute(lastContact), String(lastSeq)],
      ...[revokedAt === null ? 'enrolled' : `revoked ${minute(revokedAt)}`, label],
    ]),
  );
}

/** What was put aside, without what customers said: `quarantine show` tells that of one. */
export function quarantineLines(ops: readonly ListedOp[]): readonly string[] {
  if (ops.length === 0) return ['Nothing was put aside.'];
  return table(
    ['NO', 'DEVICE', 'MADE', 'WHY', 'WHAT'],
    ops.map(({ arrival, device, reason, op }) => [
      ...[String(arrival), device, minute(op.wall), reason],
      `${op.kind} ${op.entity} ${op.id} (${Object.keys(op.body).join(', ')})`,
    ]),
  );
}
