import { onScopeDispose } from 'vue';
import type { CaseId } from '#shared/base/ids.ts';
import { useShell, type View } from '../store/shell.ts';

const VIEW_LINK = /^#\/(desk|cases|callbacks|settings)$/;
const CASE_LINK = /^#\/cases\/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i;

/** The address may name a view (`#/callbacks`) or a case; it opens that and never does anything. All else is ignored. */
export function followDeepLinks(): void {
  const shell = useShell();

  function follow(): void {
    const view = VIEW_LINK.exec(location.hash)?.[1] as View | undefined;
    const matter = CASE_LINK.exec(location.hash)?.[1]?.toLowerCase();
    if (view === undefined && matter === undefined) return;
    shell.show(view ?? 'cases');
    if (matter !== undefined) shell.openCase = matter as CaseId;
    // Gone from the address once followed, so that the same link can be followed again later.
    history.replaceState(history.state, '', location.pathname + location.search);
  }

  follow();
  globalThis.addEventListener('hashchange', follow);
  onScopeDispose(() => globalThis.removeEventListener('hashchange', follow));
}
