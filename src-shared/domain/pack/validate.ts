import { fail, ok, type Result } from '../../base/result.ts';
import { checkExpressions } from './checks/expressions.ts';
import { checkForms } from './checks/forms.ts';
import { checkLimits } from './checks/limits.ts';
import { checkLines } from './checks/lines.ts';
import { checkNamedOnce, checkStagesAndSituations } from './checks/names.ts';
import { checkRemedies } from './checks/remedies.ts';
import type { Tell } from './checks/teller.ts';
import type { PackFault } from './fault.ts';
import { PACK_FORMAT, packSchema, type Pack } from './schema.ts';
import { schemaFault } from './schema-fault.ts';
import { wildFault } from './shape.ts';

const CHECKS: readonly ((pack: Pack, tell: Tell) => void)[] = [
  checkLines,
  checkStagesAndSituations,
  checkForms,
  checkLimits,
  checkRemedies,
  checkNamedOnce,
  checkExpressions,
];

/** Reads a pack of any origin. Every fault is reported at once; a pack with a fault is not used at all. */
export function readPack(raw: unknown): Result<Pack, readonly PackFault[]> {
  const wild = wildFault(raw);
  if (wild !== null) return fail([wild]);
  const format = formatOf(raw);
  if (format > PACK_FORMAT) return fail([{ path: 'format', code: 'format-too-new' }]);
  const parsed = packSchema.safeParse(raw);
  if (!parsed.success) {
    return fail(parsed.error.issues.map((issue) => schemaFault(issue, raw)));
  }
  const faults: PackFault[] = [];
  const tell: Tell = (path, code, facts) =>
    void faults.push(facts === undefined ? { path, code } : { path, code, facts });
  for (const check of CHECKS) check(parsed.data, tell);
  return faults.length > 0 ? fail(faults) : ok(parsed.data);
}

function formatOf(raw: unknown): number {
  const format: unknown = typeof raw === 'object' && raw !== null && 'format' in raw ? raw.format : 0;
  return typeof format === 'number' ? format : 0;
}
