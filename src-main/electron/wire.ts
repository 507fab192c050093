import { ipcMain, type IpcMainEvent, type WebContents } from 'electron';
import type { Disposable } from '#shared/base/disposable.ts';
import { failure } from '#shared/contract/failure.ts';
import { MAX_TEXT } from '#shared/contract/rpc.ts';
import type { Log } from '#core/log.ts';
import type { Wire } from '#core/wire/wire.ts';
import type { WindowKind } from './origin.ts';
import { trustedSender } from './sender.ts';
import { isTooMuch, requestIdOf } from './wire-message.ts';

/** Also in preload.ts, which shares no module with the main process. */
const CHANNEL = 'zuoxi:wire';

type Listener = (data: unknown) => void;

/** The only door between the pages and the workstation; nothing else in this host listens to a page. */
export interface WireDoor extends Disposable {
  wireOf(kind: WindowKind): Wire;
}

export function openWireDoor(windows: Readonly<Record<WindowKind, WebContents>>, log: Log): WireDoor {
  const listeners: Readonly<Record<WindowKind, Set<Listener>>> = { desk: new Set(), panel: new Set() };

  const kindOf = (contents: WebContents): WindowKind | null => {
    if (contents === windows.desk) return 'desk';
    return contents === windows.panel ? 'panel' : null;
  };

  const post = (kind: WindowKind, data: unknown): void => {
    if (!windows[kind].isDestroyed()) windows[kind].send(CHANNEL, data);
  };

  const receive = (event: IpcMainEvent, data: unknown): void => {
    const kind = trustedSender(event, kindOf);
    if (kind === null) {
      log.warn({ code: 'foreign-sender' }, 'message dropped');
    } else if (isTooMuch(data)) {
      log.warn({ code: 'text-too-long', window: kind }, 'message refused');
      const id = requestIdOf(data);
      if (id !== null) post(kind, { t: 's', i: id, r: failure('text-too-long', { limit: MAX_TEXT }) });
    } else {
      for (const listener of [...listeners[kind]]) listener(data);
    }
  };

  ipcMain.on(CHANNEL, receive);
  return {
    wireOf: (kind) => ({
      post: (data) => post(kind, data),
      on: (listener) => {
        listeners[kind].add(listener);
        return () => {
          listeners[kind].delete(listener);
        };
      },
    }),
    dispose: () => {
      ipcMain.removeListener(CHANNEL, receive);
    },
  };
}
