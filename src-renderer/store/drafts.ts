import { defineStore } from 'pinia';
import { reactive, watch } from 'vue';
import type { CaseId } from '#shared/base/ids.ts';
import type { Failure } from '#shared/contract/failure.ts';
import { useDesk } from './desk.ts';

/** Text typed into one field of one case that the workstation may not have yet. */
interface Draft {
  readonly caseId: CaseId;
  readonly field: string;
  text: string;
  /** What the disk is known to hold; `null` before the first answer. */
  saved: string | null;
  inFlight: boolean;
  settleWanted: boolean;
  savedAt: number | null;
  failure: Failure | null;
}

export type SaveState =
  | { readonly kind: 'quiet' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'saved'; readonly at: number }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly lastSavedAt: number | null };

/**
 * Saves typing as it happens: one request in flight per field, the newest text next. `saved` is said only after the
 * answer, which means that the text is on disk.
 */
export const useDrafts = defineStore('drafts', () => {
  const desk = useDesk();
  const drafts = reactive(new Map<string, Draft>());

  const keyOf = (caseId: CaseId, field: string): string => `${caseId}/${field}`;
  const isUnsent = (draft: Draft): boolean => draft.text !== draft.saved;

  function type(caseId: CaseId, field: string, text: string): void {
    const key = keyOf(caseId, field);
    const known = drafts.get(key);
    if (known === undefined) {
      drafts.set(key, {
        caseId,
        field,
        text,
        saved: null,
        inFlight: false,
        settleWanted: false,
        savedAt: null,
        failure: null,
      });
    } else known.text = text;
    void send(key);
  }

  /** The other window wrote the field: what was saved from here is not what is stored any more. */
  function heard(caseId: CaseId, field: string, stored: string): void {
    const draft = drafts.get(keyOf(caseId, field));
    if (draft === undefined || draft.inFlight || isUnsent(draft) || draft.saved === stored) return;
    draft.text = stored;
    draft.saved = stored;
  }

  async function send(key: string): Promise<void> {
    const draft = drafts.get(key);
    if (draft === undefined || draft.inFlight || !isUnsent(draft)) return;
    const { caseId, field, text } = draft;
    draft.inFlight = true;
    const answer = await desk.request('case.edit', { caseId, field, value: text });
    draft.inFlight = false;
    if (!answer.ok) {
      draft.failure = answer.error;
      return;
    }
    draft.failure = null;
    draft.saved = text;
    draft.savedAt = answer.value.savedAt;
    if (isUnsent(draft)) await send(key);
    else if (draft.settleWanted) await settle(caseId);
  }

  /** The typing has come to rest; told once nothing of the case is on its way any more. */
  async function settle(caseId: CaseId): Promise<void> {
    const own = ofCase(caseId);
    if (own.length === 0) return;
    if (own.some((draft) => isUnsent(draft) || draft.inFlight)) {
      for (const draft of own) draft.settleWanted = true;
      return;
    }
    const wanted = own.filter((draft) => draft.savedAt !== null);
    for (const draft of wanted) draft.settleWanted = false;
    if (wanted.length > 0) await desk.request('case.settle', { caseId });
  }

  function ofCase(caseId: CaseId): Draft[] {
    return [...drafts.values()].filter((draft) => draft.caseId === caseId);
  }

  /** The text that only this window has, if any. */
  function unsent(caseId: CaseId, field: string): string | null {
    const draft = drafts.get(keyOf(caseId, field));
    return draft !== undefined && isUnsent(draft) ? draft.text : null;
  }

  /** All that only this window has of a case, by field. */
  function unsentOf(caseId: CaseId): Readonly<Record<string, string>> {
    return Object.fromEntries(
      ofCase(caseId)
        .filter(isUnsent)
        .map(({ field, text }) => [field, text]),
    );
  }

  function failureOf(caseId: CaseId, field: string): Failure | null {
    return drafts.get(keyOf(caseId, field))?.failure ?? null;
  }

  function stateOf(caseId: CaseId): SaveState {
    const own = ofCase(caseId);
    const times = own.flatMap((draft) => draft.savedAt ?? []);
    const lastSavedAt = times.length === 0 ? null : Math.max(...times);
    const failed = own.find((draft) => draft.failure !== null && isUnsent(draft));
    if (failed?.failure) return { kind: 'failed', failure: failed.failure, lastSavedAt };
    if (own.some((draft) => draft.inFlight || isUnsent(draft))) return { kind: 'saving' };
    return lastSavedAt === null ? { kind: 'quiet' } : { kind: 'saved', at: lastSavedAt };
  }

  /** Resolves once nothing of the case is on its way; `false` when something could not be saved. */
  function whenSaved(caseId: CaseId): Promise<boolean> {
    return new Promise((resolve) => {
      const stop = watch(
        () => stateOf(caseId).kind,
        (kind) => {
          if (kind === 'saving') return;
          resolve(kind !== 'failed');
          queueMicrotask(() => stop());
        },
        { immediate: true },
      );
    });
  }

  function retry(): void {
    for (const key of drafts.keys()) void send(key);
  }

  desk.onReopened(retry);
  globalThis.addEventListener('beforeunload', (event) => {
    if ([...drafts.values()].some(isUnsent)) event.preventDefault();
  });

  return { type, heard, settle, unsent, unsentOf, failureOf, stateOf, whenSaved, retry };
});
