/**
 * The two ends of the context bridge, as they run inside Chromium: one in the world of the page, one in the isolated world of
 * the preload. Both functions are sent there as text, so they may use nothing of this module. They share only the DOM, and
 * speak by synchronous events whose details are JSON text, so that no object ever crosses over.
 */
type Encoded =
  | { readonly value: null | boolean | string | number }
  | { readonly undefined: true }
  | { readonly number: string }
  | { readonly list: readonly Encoded[] }
  | { readonly object: readonly (readonly [string, Encoded])[] }
  | { readonly fn: number }
  | { readonly promise: number }
  | { readonly error: string };

type Said =
  | { readonly kind: 'expose'; readonly key: string; readonly value: Encoded }
  | { readonly kind: 'ready' }
  | { readonly kind: 'call'; readonly fn: number; readonly args: readonly Encoded[] }
  | { readonly kind: 'answer'; readonly value: Encoded }
  | { readonly kind: 'settled'; readonly promise: number; readonly value: Encoded };

export interface BridgeEnd {
  expose(key: string, value: unknown): void;
}

export type Side = 'page' | 'preload';

export function bridgeEnd(name: string, side: Side): BridgeEnd {
  const here = `${name}-${side}`;
  const there = `${name}-${side === 'page' ? 'preload' : 'page'}`;
  const functions: ((...args: unknown[]) => unknown)[] = [];
  const exposed: Said[] = [];
  const promised = new Map<number, (value: Encoded) => void>();
  let lastPromise = 0;
  let answer: Encoded = { undefined: true };

  const say = (said: Said): void => {
    window.dispatchEvent(new CustomEvent(there, { detail: JSON.stringify(said) }));
  };

  const encode = (value: unknown): Encoded => {
    if (value === undefined) return { undefined: true };
    if (value === null || typeof value === 'boolean' || typeof value === 'string') return { value };
    if (typeof value === 'number') return Number.isFinite(value) ? { value } : { number: String(value) };
    if (typeof value === 'function') {
      const known = functions.indexOf(value as (typeof functions)[0]);
      return { fn: known === -1 ? functions.push(value as (typeof functions)[0]) - 1 : known };
    }
    if (Array.isArray(value)) return { list: value.map(encode) };
    if (value instanceof Error) return { error: value.message };
    if (value instanceof Promise) {
      lastPromise += 1;
      const promise = lastPromise;
      value.then(encode).then(
        (result) => say({ kind: 'settled', promise, value: result }),
        (error: unknown) => say({ kind: 'settled', promise, value: { error: String(error) } }),
      );
      return { promise };
    }
    if (typeof value === 'object') {
      const prototype: unknown = Object.getPrototypeOf(value);
      if (prototype === null || prototype === Object.prototype) {
        return { object: Object.entries(value).map(([key, inner]) => [key, encode(inner)]) };
      }
    }
    throw new TypeError(`stand-in: the context bridge cannot carry ${Object.prototype.toString.call(value)}`);
  };

  const decode = (encoded: Encoded): unknown => {
    if ('value' in encoded) return encoded.value;
    if ('undefined' in encoded) return undefined;
    if ('number' in encoded) return Number(encoded.number);
    if ('list' in encoded) return encoded.list.map(decode);
    if ('object' in encoded) return Object.fromEntries(encoded.object.map(([key, inner]) => [key, decode(inner)]));
    if ('error' in encoded) return new Error(encoded.error);
    if ('promise' in encoded) {
      return new Promise((done, failed) => {
        promised.set(encoded.promise, (result) => {
          if ('error' in result) failed(new Error(result.error));
          else done(decode(result));
        });
      });
    }
    const fn = encoded.fn;
    return (...args: unknown[]): unknown => {
      say({ kind: 'call', fn, args: args.map(encode) });
      const result = answer;
      answer = { undefined: true };
      if ('error' in result) throw new Error(result.error);
      return decode(result);
    };
  };

  const run = (fn: number, args: readonly Encoded[]): Encoded => {
    try {
      return encode(functions[fn]?.(...args.map(decode)));
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  };

  const freeze = (value: unknown): unknown => {
    if (typeof value === 'object' && value !== null) Object.values(value).forEach(freeze);
    return Object.freeze(value);
  };

  window.addEventListener(here, (event) => {
    const said = JSON.parse((event as CustomEvent<string>).detail) as Said;
    if (said.kind === 'ready') for (const each of exposed) say(each);
    else if (said.kind === 'answer') answer = said.value;
    else if (said.kind === 'settled') {
      promised.get(said.promise)?.(said.value);
      promised.delete(said.promise);
    } else if (said.kind === 'call') say({ kind: 'answer', value: run(said.fn, said.args) });
    else if (!Object.hasOwn(window, said.key)) {
      Object.defineProperty(window, said.key, { value: freeze(decode(said.value)), enumerable: true });
    }
  });
  // Whichever world starts first, the page's end gets to know what was exposed.
  if (side === 'page') say({ kind: 'ready' });

  return {
    expose: (key, value) => {
      const said: Said = { kind: 'expose', key, value: encode(value) };
      exposed.push(said);
      say(said);
    },
  };
}

export interface PreloadSettings {
  readonly binding: string;
  readonly bridge: string;
  readonly contextIsolation: boolean;
  readonly sandbox: boolean;
}

/** What a preload finds in its world; `program` is the preload itself. */
export function preloadWorld(
  settings: PreloadSettings,
  makeEnd: typeof bridgeEnd,
  program: (require: (name: string) => unknown, module: object, exports: object, process: unknown) => void,
): void {
  type Receive = (event: object, ...args: unknown[]) => void;
  type Hidden = Record<string, ((text: string) => void) | undefined>;
  const hidden = globalThis as unknown as Hidden;
  const toMain = (said: object): void => hidden[settings.binding]?.(JSON.stringify(said));
  const receivers = new Map<string, Receive[]>();

  /** Refuses what the structured clone of a message refuses, and what JSON text would turn into something else. */
  const carry = (value: unknown): unknown => {
    const copy: unknown = structuredClone(value);
    const walk = (each: unknown): void => {
      if (typeof each !== 'object' || each === null) return;
      const prototype: unknown = Object.getPrototypeOf(each);
      if (!Array.isArray(each) && prototype !== Object.prototype) {
        throw new TypeError(`stand-in: the wire cannot carry ${Object.prototype.toString.call(each)}`);
      }
      Object.values(each).forEach(walk);
    };
    walk(copy);
    return copy;
  };

  const lacking = (owner: string, target: object): object =>
    new Proxy(target, {
      get: (object, key) => {
        if (typeof key === 'symbol' || key in object) return Reflect.get(object, key) as unknown;
        throw new Error(`stand-in: ${owner}.${key} is not there; add it to test/stand-in or do without it`);
      },
    });

  const ipcRenderer = {
    send: (channel: string, ...args: unknown[]): void => {
      toMain({ kind: 'send', channel, args: args.map(carry) });
    },
    on: (channel: string, receive: Receive): void => {
      receivers.set(channel, [...(receivers.get(channel) ?? []), receive]);
    },
    removeListener: (channel: string, receive: Receive): void => {
      const rest = [...(receivers.get(channel) ?? [])];
      const at = rest.lastIndexOf(receive);
      if (at !== -1) rest.splice(at, 1);
      receivers.set(channel, rest);
    },
  };

  hidden[`${settings.binding}Receive`] = (text) => {
    const { channel, args } = JSON.parse(text) as { channel: string; args: unknown[] };
    for (const receive of [...(receivers.get(channel) ?? [])]) receive({ sender: ipcRenderer }, ...args);
  };
  hidden[`${settings.binding}Send`] = (text) => {
    toMain(JSON.parse(text) as object);
  };

  // As in Electron: a preload runs in the top frame only, unless nodeIntegrationInSubFrames is on.
  if (window.parent !== window) return;

  const end = settings.contextIsolation ? makeEnd(settings.bridge, 'preload') : null;
  const electron = {
    ipcRenderer: lacking('ipcRenderer', ipcRenderer),
    contextBridge: lacking('contextBridge', {
      exposeInMainWorld: (key: string, value: unknown): void => {
        if (end === null) throw new Error('contextBridge API can only be used when contextIsolation is enabled');
        end.expose(key, value);
      },
    }),
  };
  const requireHere = (name: string): unknown => {
    if (name === 'electron' || name === 'electron/renderer') return lacking('electron', electron);
    // Outside the sandbox a preload has all of Node; that it could load it is all that can be shown here.
    if (!settings.sandbox) return {};
    throw new Error(`module not found: ${name}`);
  };
  try {
    const module = { exports: {} };
    program(requireHere, module, module.exports, lacking('process', { type: 'renderer', sandboxed: settings.sandbox }));
  } catch (error) {
    toMain({ kind: 'preload-error', message: error instanceof Error ? error.message : String(error) });
  }
}
