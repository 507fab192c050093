import { computed, ref, toValue, watch, type ComputedRef, type MaybeRefOrGetter, type Ref } from 'vue';
import type { CaseId } from '#shared/base/ids.ts';
import { useDrafts } from '../store/drafts.ts';

interface TypedField {
  /** What stands in the field. */
  readonly text: Ref<string>;
  readonly failed: ComputedRef<boolean>;
  /** What the input has to tell of, for `v-on`. */
  readonly listeners: {
    readonly input: (event: Event) => void;
    readonly compositionstart: () => void;
    readonly compositionend: (event: Event) => void;
    readonly focus: () => void;
    readonly blur: () => void;
  };
}

/**
 * One text field of a case. What the workstation tells, and what is typed into another field for the same thing, is taken
 * over only while nobody is in this one, so that it never moves the caret, eats a letter or breaks into a composition.
 */
export function useTypedField(
  caseId: MaybeRefOrGetter<CaseId>,
  field: MaybeRefOrGetter<string>,
  stored: MaybeRefOrGetter<string>,
): TypedField {
  const drafts = useDrafts();
  const unsent = (): string | null => drafts.unsent(toValue(caseId), toValue(field));
  const text = ref(unsent() ?? toValue(stored));
  let focused = false;
  let composing = false;

  function takeStored(): void {
    if (!focused && !composing) text.value = unsent() ?? toValue(stored);
  }

  watch([() => toValue(stored), unsent], takeStored);
  watch([() => toValue(caseId), () => toValue(field)], () => {
    focused = false;
    text.value = unsent() ?? toValue(stored);
  });

  function keep(event: Event): void {
    text.value = (event.target as HTMLInputElement).value;
    if (!composing) drafts.type(toValue(caseId), toValue(field), text.value);
  }

  return {
    text,
    failed: computed(() => drafts.failureOf(toValue(caseId), toValue(field)) !== null),
    listeners: {
      input: keep,
      compositionstart: () => {
        composing = true;
      },
      compositionend: (event) => {
        composing = false;
        keep(event);
      },
      focus: () => {
        focused = true;
      },
      blur: () => {
        focused = false;
        composing = false;
        void drafts.settle(toValue(caseId));
        takeStored();
      },
    },
  };
}
