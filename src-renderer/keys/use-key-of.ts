import type { Action } from '#shared/contract/actions.ts';
import { useDesk } from '../store/desk.ts';

/** The key that sets an action off inside the app, or else its chord; `null` when both are off. */
export function useKeyOf(): (action: Action) => string | null {
  const desk = useDesk();
  return (action) => {
    const binding = desk.state?.settings.keys[action];
    return binding?.app ?? binding?.system ?? null;
  };
}
