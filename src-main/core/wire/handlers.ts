import { ok, type Result } from '#shared/base/result.ts';
import { failure, type Failure } from '#shared/contract/failure.ts';
import type { Pack } from '#shared/domain/pack/schema.ts';
import { readTime, requireTime } from '../callbacks/read-time.ts';
import { isForWindow } from '../hotkeys/hotkeys.ts';
import { withinLease } from '../lease/lease-guard.ts';
import type { Parts } from '../parts.ts';
import { startOfDay } from '../time-of-day.ts';
import type { Handlers } from './serve.ts';

/** Which window a request comes from. */
export interface From {
  readonly window: 'desk' | 'panel';
}

/** What each request of the contract does. */
export function handlersOf(parts: Parts): Handlers<From> {
  const { store, settings, contacts, cases, callbacks, lines, hotkeys, focus, notices, projection, timeline, host } =
    parts;
  const activePack = (): Pack => parts.packs.get(parts.packs.active);
  const handlers: Handlers<From> = {
    'desk.open': () => ok(projection.open()),
    'desk.setUp': (wish) => parts.setUp.run(wish),
    'desk.startEmpty': () => parts.setUp.startEmpty(),
    'desk.press': ({ action }) => {
      if (!isForWindow(action)) return hotkeys.press(action);
      // One window asks for what another one shows.
      parts.systemKeys.press(action);
      return ok();
    },
    'desk.break': ({ on }) => {
      projection.setBreak(on);
      return ok();
    },
    'desk.dismiss': ({ notice }) => notices.dismiss(notice),
    'desk.panel': ({ show }) => {
      host.showPanel(show);
      return ok();
    },
    'settings.change': (patch) => settings.change(patch),
    'settings.setKey': ({ action, binding }) => settings.setKey(action, binding),
    'settings.resetKeys': () => settings.resetKeys(),
    'contact.open': (wish) => {
      const opened = contacts.open(wish);
      if (!opened.ok) return opened;
      const focused = focus.set(opened.value);
      return focused.ok ? ok({ contactId: opened.value }) : focused;
    },
    'contact.focus': ({ contactId }) => {
      if (parts.log.get(contactId) === null) return failure('contact-not-found');
      return focus.set(contactId);
    },
    'contact.goOn': ({ contactId }) => parts.goingOn.with(contactId),
    'contact.command': ({ contactId, command }) => contacts.command(contactId, command),
    'contact.timeline': ({ contactId, before, limit }) => ok(timeline.ofContact(contactId, before, limit)),
    'line.use': (wish) => lines.use(wish),
    'case.edit': ({ caseId, field, value }) => cases.edit(caseId, field, value),
    'case.settle': ({ caseId }) => cases.settle(caseId),
    'case.classify': ({ caseId, scenario }) => contacts.classifyCase(caseId, scenario),
    'case.get': ({ caseId }) => {
      const view = cases.view(caseId);
      return view === null ? failure('case-not-found') : ok(view);
    },
    'case.watch': ({ caseId }, from) => {
      if (caseId !== null && cases.view(caseId) === null) return failure('case-not-found');
      parts.presence.show(from, caseId);
      return ok();
    },
    'case.list': ({ range, before, limit }) =>
      ok(cases.list(range, startOfDay(store.now(), parts.timeZone), before, limit)),
    'case.timeline': ({ caseId, before, limit }) => ok(timeline.ofCase(caseId, before, limit)),
    'callback.read': ({ words }) => ok(readTime(words, activePack(), store.now(), parts.timeZone)),
    'callback.promise': ({ contactId, due, reason }) => {
      const row = parts.log.get(contactId);
      if (row === null) return failure('contact-not-found');
      const pack = parts.packs.get(row.packHash);
      const dueAt =
        'words' in due ? requireTime(due.words, pack, store.now(), parts.timeZone) : ofPreset(pack, due.preset);
      return dueAt.ok ? parts.promises.promise(contactId, dueAt.value, reason) : dueAt;
    },
    'remedy.grant': (wish) => parts.remedies.grant(wish),
    'contact.escalate': ({ contactId, escalation }) => parts.remedies.escalate(contactId, escalation),
    'callback.list': ({ status, before, limit }) => ok(callbacks.list(status, before, limit)),
    'callback.reschedule': ({ callbackId, words, outcome }) => {
      const pack = activePack();
      const dueAt = requireTime(words, pack, store.now(), parts.timeZone);
      return dueAt.ok ? callbacks.reschedule(callbackId, dueAt.value, outcome, pack) : dueAt;
    },
    'callback.withdraw': ({ callbackId }) => parts.promises.withdraw(callbackId),
    'callback.take': ({ callbackId }) => callbacks.take(callbackId, activePack()),
    'sync.enrol': ({ service, code }) => parts.sync.enrol(service, code, settings.current.agentName),
    'sync.now': () => {
      parts.sync.poke();
      return ok();
    },
    'sync.conflicts': ({ before, limit }) => ok(parts.conflicts.list(before, limit)),
    'sync.settle': ({ conflict, as }) => parts.conflicts.settle(conflict, as),
    'parcel.write': () => parts.sync.parcels.write(),
    'parcel.part': (wish) => parts.sync.parcels.part(wish),
    'parcel.take': () => parts.sync.parcels.choose(),
    'parcel.give': (given) => parts.sync.parcels.give(given),
    'pack.choose': () => parts.packFiles.choose(),
    'pack.give': (given) => parts.packFiles.give(given),
    'pack.trust': (wish) => parts.packTrust.add(wish),
    'pack.distrust': (wish) => parts.packTrust.remove(wish),
  };
  return withinLease(handlers, parts);

  function ofPreset(pack: Pack, key: string): Result<number, Failure> {
    const preset = pack.callback.presets.find((candidate) => candidate.key === key);
    return preset === undefined
      ? failure('not-in-pack', { kind: 'preset', id: key })
      : ok(store.now() + preset.afterMs);
  }
}
