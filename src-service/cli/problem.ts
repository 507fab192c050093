import type { Result } from '#shared/base/result.ts';

export interface Problem {
  readonly code: string;
  readonly detail?: string;
}

/** What a command did, in lines for the one who called it. */
export type Done = Result<readonly string[], Problem>;
