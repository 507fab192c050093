import { computed, nextTick, ref, toValue, watch, type ComputedRef, type MaybeRefOrGetter, type Ref } from 'vue';
import type { CaseId } from '#shared/base/ids.ts';
import { useDrafts } from '../store/drafts.ts';

type Entered = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

interface TypedField {
  /** What stands in the field. */
  readonly text: Ref<string>;
  readonly failed: ComputedRef<boolean>;
  /** What the input has to tell of, for `v-on`. */
  readonly listeners: {
    readonly input: (event: Event) => void;
    readonly compositionstart: () => void;
    readonly compositionend: (event: Event) => void;
    readonly focus: (event: Event) => void;
    readonly blur: () => void;
  };
}

/**
 * One text field of a case. While somebody is in it and has typed what the workstation does not have yet, nothing else is taken over:
 * no letter is eaten and no composition broken into. What the workstation has had already makes way for what is told later, since the
 * next letter would otherwise put it back over a colleague's words.
 */
export function useTypedField(
  caseId: MaybeRefOrGetter<CaseId>,
  field: MaybeRefOrGetter<string>,
  stored: MaybeRefOrGetter<string>,
): TypedField {
  const drafts = useDrafts();
  const unsent = (): string | null => drafts.unsent(toValue(caseId), toValue(field));
  const text = ref(unsent() ?? toValue(stored));
  /** The input that somebody is in. */
  let entered: Entered | null = null;
  /** What stood in the field, and was told, when the composition began that goes on. */
  let composedOver: { readonly text: string; readonly stored: string } | null = null;

  function takeStored(): void {
    const next = unsent() ?? toValue(stored);
    if (entered !== null && next !== text.value) keepCaret(entered, text.value, next);
    text.value = next;
  }

  watch([() => toValue(stored), unsent], (_, [before]) => {
    if (composedOver === null && (entered === null || text.value === before)) takeStored();
  });
  watch([() => toValue(caseId), () => toValue(field)], () => {
    entered = null;
    text.value = unsent() ?? toValue(stored);
  });

  function keep(event: Event): void {
    text.value = (event.target as HTMLInputElement).value;
    if (composedOver === null) drafts.type(toValue(caseId), toValue(field), text.value);
  }

  function endComposition(event: Event): void {
    const before = composedOver;
    composedOver = null;
    if ((event.target as HTMLInputElement).value !== before?.text) {
      keep(event);
      return;
    }
    // Nothing came of it: what was told meanwhile is not undone by what stood there before.
    text.value = before.text;
    if (before.text === before.stored) takeStored();
  }

  return {
    text,
    failed: computed(() => drafts.failureOf(toValue(caseId), toValue(field)) !== null),
    listeners: {
      input: keep,
      compositionstart: () => {
        composedOver = { text: text.value, stored: toValue(stored) };
      },
      compositionend: endComposition,
      focus: (event) => {
        entered = event.target as Entered;
      },
      blur: () => {
        entered = null;
        composedOver = null;
        void drafts.settle(toValue(caseId));
        takeStored();
      },
    },
  };
}

/** A text that is put into an input moves its caret to the end, and ends a selection. */
function keepCaret(input: Entered, before: string, after: string): void {
  // A list of choices has no caret, and an input for a date tells none.
  if (!('setSelectionRange' in input)) return;
  const { selectionStart, selectionEnd, selectionDirection } = input;
  if (selectionStart === null || selectionEnd === null) return;
  const [start, end] = [selectionStart, selectionEnd].map((place) =>
    placeIn(after, before, place, selectionStart === selectionEnd),
  );
  void nextTick(() => input.setSelectionRange(start ?? null, end ?? null, selectionDirection ?? 'none'));
}

/** Where a place is afterwards: behind the same words, or before them. Nothing is typed into the middle of what somebody else wrote. */
function placeIn(after: string, before: string, place: number, isCaret: boolean): number {
  const isBefore = after.endsWith(before.slice(place));
  const isBehind = after.startsWith(before.slice(0, place));
  // A caret at the end is at the end again; what is selected does not grow.
  return isBefore && (isCaret || !isBehind) ? after.length - (before.length - place) : place;
}
