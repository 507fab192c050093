import { defineStore } from 'pinia';
import { reactive, watch } from 'vue';
import type { CaseId } from '#shared/base/ids.ts';
import type { Failure } from '#shared/contract/failure.ts';
import { useDesk } from './desk.ts';

/** Text of one field that the workstation may not have yet; gone as soon as it has. */
interface Draft {
  text: string;
  inFlight: boolean;
  failure: Failure | null;
}

/** How the typing into one case stands. What is looked at with each key is as long as what is on its way, mostly one field. */
interface Typing {
  readonly drafts: Map<string, Draft>;
  savedAt: number | null;
  /** Something was saved since the typing last came to rest. */
  moved: boolean;
  restWanted: boolean;
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
  const typings = reactive(new Map<CaseId, Typing>());

  function typingIn(caseId: CaseId): Typing {
    const known = typings.get(caseId);
    if (known !== undefined) return known;
    const fresh = reactive<Typing>({ drafts: new Map(), savedAt: null, moved: false, restWanted: false });
    typings.set(caseId, fresh);
    return fresh;
  }

  const draftOf = (caseId: CaseId, field: string): Draft | undefined => typings.get(caseId)?.drafts.get(field);

  function type(caseId: CaseId, field: string, text: string): void {
    const { drafts } = typingIn(caseId);
    const known = drafts.get(field);
    if (known === undefined) drafts.set(field, { text, inFlight: false, failure: null });
    else known.text = text;
    void send(caseId, field);
  }

  async function send(caseId: CaseId, field: string): Promise<void> {
    const typing = typingIn(caseId);
    const draft = typing.drafts.get(field);
    if (draft === undefined || draft.inFlight) return;
    const { text } = draft;
    draft.inFlight = true;
    const answer = await desk.request('case.edit', { caseId, field, value: text });
    draft.inFlight = false;
    if (!answer.ok) {
      draft.failure = answer.error;
      return;
    }
    draft.failure = null;
    typing.savedAt = answer.value.savedAt;
    typing.moved = true;
    if (draft.text !== text) {
      await send(caseId, field);
      return;
    }
    typing.drafts.delete(field);
    if (typing.restWanted) await settle(caseId);
  }

  /** The typing has come to rest; told once nothing of the case is on its way any more. */
  async function settle(caseId: CaseId): Promise<void> {
    const typing = typings.get(caseId);
    if (typing === undefined) return;
    typing.restWanted = typing.drafts.size > 0;
    if (typing.restWanted || !typing.moved) return;
    typing.moved = false;
    await desk.request('case.settle', { caseId });
  }

  /** The text that only this window has, if any. */
  function unsent(caseId: CaseId, field: string): string | null {
    return draftOf(caseId, field)?.text ?? null;
  }

  /** All that only this window has of a case, by field. */
  function unsentOf(caseId: CaseId): Readonly<Record<string, string>> {
    const drafts = typings.get(caseId)?.drafts ?? [];
    return Object.fromEntries([...drafts].map(([field, { text }]) => [field, text]));
  }

  function failureOf(caseId: CaseId, field: string): Failure | null {
    return draftOf(caseId, field)?.failure ?? null;
  }

  function stateOf(caseId: CaseId): SaveState {
    const typing = typings.get(caseId);
    if (typing === undefined) return { kind: 'quiet' };
    const { drafts, savedAt } = typing;
    const failure = [...drafts.values()].find((draft) => draft.failure !== null)?.failure ?? null;
    if (failure !== null) return { kind: 'failed', failure, lastSavedAt: savedAt };
    if (drafts.size > 0) return { kind: 'saving' };
    return savedAt === null ? { kind: 'quiet' } : { kind: 'saved', at: savedAt };
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
    for (const [caseId, { drafts }] of typings) for (const field of drafts.keys()) void send(caseId, field);
  }

  desk.onReopened(retry);
  globalThis.addEventListener('beforeunload', (event) => {
    if ([...typings.values()].some(({ drafts }) => drafts.size > 0)) event.preventDefault();
  });

  return { type, settle, unsent, unsentOf, failureOf, stateOf, whenSaved, retry };
});
