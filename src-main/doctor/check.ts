import type { Sqlite } from '#core/database/open.ts';
import type { KeyFailure } from '#core/host.ts';
import type { Result } from '#shared/base/result.ts';
import type { CaseLog } from './case-log.ts';
import type { Verdict } from './finding.ts';
import type { Machine } from './machine.ts';

/** All that the checks look at. */
export interface Patient {
  readonly machine: Machine;
  /** The program's own folder, with `out` and `resources`. */
  readonly program: string;
  readonly dataFolder: string;
  /** A desk has the folder open at this moment. */
  readonly running: boolean;
  /** `elsewhere`: in the key store of the operating system, which only the Electron desk can ask. */
  readonly key: Result<Uint8Array, KeyFailure> | 'elsewhere';
  readonly log: CaseLog;
}

export interface Check {
  readonly id: string;
  /** Reads, never changes. */
  run(patient: Patient): Verdict | Promise<Verdict>;
}

/** A check that needs the database; where that could not be opened, check 6 tells why. */
export function ofDatabase(id: string, run: (database: Sqlite, patient: Patient) => Verdict): Check {
  return {
    id,
    run: (patient) => {
      const { log } = patient;
      if (log.kind === 'open') return run(log.database, patient);
      return { verdict: 'skipped', code: log.kind === 'none' ? 'no-database' : 'database-not-read' };
    },
  };
}
