import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue';
import { compareHybrid } from '#shared/base/hybrid-clock.ts';
import type { CaseId, ContactId } from '#shared/base/ids.ts';
import type { Answer } from '#shared/contract/rpc.ts';
import type { TimelineItem } from '#shared/contract/views.ts';
import { useDesk } from '../store/desk.ts';

const PAGE = 60;

interface Timeline {
  /** Newest first. */
  readonly items: ShallowRef<readonly TimelineItem[]>;
  readonly atEnd: ShallowRef<boolean>;
  more: () => Promise<void>;
}

/** What happened in a contact or in a case, a page at a time; what happens next is added as it comes. */
export function useTimeline(of: { contactId: ContactId } | { caseId: CaseId }): Timeline {
  const desk = useDesk();
  const items = shallowRef<readonly TimelineItem[]>([]);
  const atEnd = shallowRef(false);
  let before: string | null = null;
  let loading = false;
  let generation = 0;

  const load = (from: string | null): Promise<Answer<'contact.timeline'>> =>
    'contactId' in of
      ? desk.request('contact.timeline', { contactId: of.contactId, before: from, limit: PAGE })
      : desk.request('case.timeline', { caseId: of.caseId, before: from, limit: PAGE });

  async function more(): Promise<void> {
    if (loading || atEnd.value) return;
    loading = true;
    const mine = generation;
    const answer = await load(before);
    if (mine !== generation) return;
    loading = false;
    if (!answer.ok) return;
    items.value = merge(items.value, answer.value.items);
    before = answer.value.next;
    atEnd.value = answer.value.next === null;
  }

  function restart(): void {
    generation += 1;
    loading = false;
    before = null;
    atEnd.value = false;
    items.value = [];
    void more();
  }

  if ('contactId' in of) {
    onScopeDispose(
      desk.onTimelineNews((news) => {
        if (news.contactId === of.contactId) items.value = merge(items.value, news.items);
      }),
    );
  }
  // What other desks did to a case comes with the lists; the newest page has it, unless it was more than that.
  else {
    watch(
      () => desk.state?.listsVersion,
      async () => {
        const mine = generation;
        const answer = await load(null);
        if (mine !== generation || !answer.ok) return;
        const known = new Set(items.value.map(timelineKey));
        const { items: newest, next } = answer.value;
        if (next !== null && !newest.some((item) => known.has(timelineKey(item)))) restart();
        else items.value = merge(items.value, newest);
      },
    );
  }
  onScopeDispose(desk.onReopened(restart));
  void more();
  return { items, atEnd, more };
}

export function timelineKey(item: TimelineItem): string {
  return `${String(item.written.wall)}-${String(item.written.counter)}`;
}

/** Each item once, newest first. */
function merge(known: readonly TimelineItem[], added: readonly TimelineItem[]): readonly TimelineItem[] {
  const byKey = new Map([...known, ...added].map((item) => [timelineKey(item), item]));
  return [...byKey.values()].sort((a, b) => compareHybrid(b.written, a.written));
}
