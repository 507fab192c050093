import type { Failure } from '#shared/contract/failure.ts';
import { useFailureText } from '../ui/text.ts';
import { useToasts } from './toasts.ts';

/** Says a failure where the agent sees it, with what to do about it. */
export function useComplain(): (failure: Failure) => void {
  const toasts = useToasts();
  const explain = useFailureText();
  return (failure) => {
    const { what, next } = explain(failure);
    toasts.add({ tone: 'bad', text: what, more: next });
  };
}
