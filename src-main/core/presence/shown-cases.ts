import type { CaseId } from '#shared/base/ids.ts';
import type { ContactLog } from '../contacts/contact-log.ts';

/** Which cases are open at this desk: in a contact in progress, or in the view of cases of a window. */
export class ShownCases {
  readonly #log: ContactLog;
  /** By the window; one that goes away shows nothing any more. */
  readonly #shown = new Map<object, CaseId>();

  constructor(log: ContactLog) {
    this.#log = log;
  }

  show(window: object, caseId: CaseId | null): void {
    if (caseId === null) this.#shown.delete(window);
    else this.#shown.set(window, caseId);
  }

  /** Each once; those of contacts come first. */
  all(): readonly CaseId[] {
    const ofContacts = this.#log.open().flatMap(({ caseId }) => caseId ?? []);
    return [...new Set([...ofContacts, ...this.#shown.values()])];
  }
}
