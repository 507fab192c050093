import type { Disposable } from '#shared/base/disposable.ts';
import { ok } from '#shared/base/result.ts';
import { VIEW_ACTIONS, type Action } from '#shared/contract/actions.ts';
import type { Store } from '../database/store.ts';
import type { Notices } from '../desk/notices.ts';
import type { Host, SystemKey } from '../host.ts';
import type { Log } from '../log.ts';
import type { SettingsStore } from '../settings/settings.ts';
import { isForWindow, type Hotkeys } from './hotkeys.ts';

interface Parts {
  readonly host: Host;
  readonly store: Store;
  readonly settings: SettingsStore;
  readonly hotkeys: Hotkeys;
  readonly notices: Notices;
  readonly act: (window: 'desk' | 'panel', action: Action) => void;
  readonly log: Log;
}

/** These need room. */
const IN_DESK: ReadonlySet<Action> = new Set(['note', 'find', 'done', ...VIEW_ACTIONS]);

/** Keys that work over any program: bound all at once whenever they change, and what could not be had is shown. */
export class SystemKeys implements Disposable {
  readonly #parts: Parts;
  readonly #subscription: Disposable;
  #bound = '';
  /** What could not be had is not shown yet: the disk refused. */
  #untold = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#subscription = parts.store.onCommit((touched) => {
      if (touched.settings || this.#untold) this.bind();
    });
  }

  bind(): void {
    const { host, settings, store, notices } = this.#parts;
    if (!host.capabilities.systemKeys) return;
    const wanted = Object.entries(settings.current.keys).flatMap(([action, { system }]): SystemKey[] =>
      system === null ? [] : [{ action: action as Action, accelerator: system }],
    );
    const key = JSON.stringify(wanted);
    if (key === this.#bound && !this.#untold) return;
    const failed = host.bindSystemKeys(wanted, (action) => this.press(action));
    // From here on they are bound, whatever becomes of the notice; one that was not is bound with the next change.
    this.#bound = key;
    this.#untold = false;
    const told = store.write((unit) => {
      if (failed.length === 0) notices.clear(unit, 'keys-not-bound');
      else {
        const keys = failed.map(({ accelerator }) => accelerator).join(', ');
        notices.put(unit, 'keys-not-bound', { count: failed.length, keys });
      }
      return ok();
    });
    this.#untold = !told.ok;
  }

  press(action: Action): void {
    const { host, hotkeys, act, log } = this.#parts;
    if (action === 'panel') {
      host.showPanel(!host.panelShown());
      return;
    }
    if (!isForWindow(action)) {
      void hotkeys.press(action).then((done) => {
        if (!done.ok) log.warn({ action, code: done.error.code }, 'key without effect');
      });
      return;
    }
    if (IN_DESK.has(action)) {
      host.revealDesk();
      act('desk', action);
      return;
    }
    // What is left waits for a second key, which must not go to the softphone.
    host.showPanel(true, { focus: true });
    act('panel', action);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#parts.host.bindSystemKeys([], () => undefined);
  }
}
