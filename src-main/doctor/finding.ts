/** What one check found. `code` and `facts` choose and fill the words in `resources/locales/doctor`; no fact is personal. */
export interface Verdict {
  /** `skipped`: it could not be looked at, and another check or the detail says why. */
  readonly verdict: 'ok' | 'warning' | 'problem' | 'skipped';
  readonly code: string;
  readonly facts?: Readonly<Record<string, string | number>>;
}

export interface Finding extends Verdict {
  readonly number: number;
  readonly id: string;
}

type Facts = Verdict['facts'];

const verdict =
  (kind: Verdict['verdict']) =>
  (code: string, facts?: Facts): Verdict =>
    facts === undefined ? { verdict: kind, code } : { verdict: kind, code, facts };

export const fine = verdict('ok');
export const warning = verdict('warning');
export const problem = verdict('problem');
export const skipped = verdict('skipped');
