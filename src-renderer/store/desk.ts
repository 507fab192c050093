import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { followPush } from '#shared/contract/follow.ts';
import type { Failure } from '#shared/contract/failure.ts';
import type { Answer, Method, Push, Request, WindowAct } from '#shared/contract/rpc.ts';
import type { ContactView, DeskState } from '#shared/contract/views.ts';
import type { Pack } from '#shared/domain/pack/schema.ts';
import { createClient, type Client } from '../wire/client.ts';
import { writeClipboard } from '../wire/clipboard.ts';
import { openWire } from '../wire/open.ts';
import type { Standing } from '../wire/wire.ts';

type Connection = 'connecting' | Standing;

export type TimelineNews = Push['timeline'][number];

/** The desk as the workstation last told it. Nothing here is changed by the window itself. */
export const useDesk = defineStore('desk', () => {
  const state = shallowRef<DeskState | null>(null);
  const connection = shallowRef<Connection>('connecting');
  const openFailure = shallowRef<Failure | null>(null);
  const lostSince = shallowRef<number | null>(null);

  let client: Client | null = null;
  let role: 'desk' | 'panel' = 'desk';
  let revision = 0;
  let opening = false;
  let early: Push[] = [];
  const actListeners = new Set<(act: WindowAct) => void>();
  const newsListeners = new Set<(news: TimelineNews) => void>();
  const reopenListeners = new Set<() => void>();

  function connect(as: 'desk' | 'panel'): void {
    role = as;
    client = createClient(
      openWire(),
      {
        push: take,
        act: (act) => {
          for (const listener of actListeners) listener(act);
        },
        writeClipboard,
      },
      (now) => {
        const standing = now === 'standing';
        connection.value = now;
        if (standing) lostSince.value = null;
        else lostSince.value ??= Date.now();
        opening = false;
        if (standing) queueMicrotask(() => void open());
      },
    );
  }

  async function open(): Promise<void> {
    if (opening) return;
    opening = true;
    early = [];
    const answer = await request('desk.open', { window: role });
    opening = false;
    if (!answer.ok) {
      openFailure.value = answer.error;
      return;
    }
    openFailure.value = null;
    revision = answer.value.revision;
    state.value = answer.value;
    for (const listener of reopenListeners) listener();
    for (const push of early) take(push);
    early = [];
  }

  function take(push: Push): void {
    if (opening) {
      early.push(push);
      return;
    }
    if (state.value === null || push.revision <= revision) return;
    if (push.revision > revision + 1) {
      // Something was missed: the whole picture again.
      void open();
      return;
    }
    revision = push.revision;
    state.value = followPush(state.value, push);
    for (const news of push.timeline) for (const listener of newsListeners) listener(news);
  }

  function request<M extends Method>(method: M, payload: Request<M>): Promise<Answer<M>> {
    if (client === null) return Promise.resolve({ ok: false, error: { code: 'not-connected' } });
    return client.request(method, payload);
  }

  const focused = computed<ContactView | null>(() => {
    const desk = state.value;
    return desk?.contacts.find((contact) => contact.id === desk.focus) ?? null;
  });
  // A push leaves the slices that it does not name as they are; who reads them through these is not drawn anew by it.
  const packs = computed(() => state.value?.packs);
  const settings = computed(() => state.value?.settings);
  const activePack = computed<Pack | null>(() => {
    const desk = state.value;
    return desk?.packs[desk.activePack] ?? null;
  });

  /** The pack of this hash while the desk has it, else the active one: names are better than none. */
  function packFor(hash: string): Pack | null {
    return packs.value?.[hash] ?? activePack.value;
  }

  const packOf = (contact: ContactView): Pack | null => packFor(contact.packHash);

  return {
    state,
    connection,
    openFailure,
    lostSince,
    focused,
    settings,
    activePack,
    packOf,
    packFor,
    connect,
    request,
    onAct: (listener: (act: WindowAct) => void) => listen(actListeners, listener),
    onTimelineNews: (listener: (news: TimelineNews) => void) => listen(newsListeners, listener),
    /** Told whenever the whole state came anew: lists and timelines may have missed something. */
    onReopened: (listener: () => void) => listen(reopenListeners, listener),
  };
});

function listen<L>(listeners: Set<L>, listener: L): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
