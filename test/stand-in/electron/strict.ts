import { EventEmitter } from 'node:events';

/** Asked for by the language itself or by printing, not by the program under test. */
const ASKED_BY_NODE = new Set(['then', 'toJSON', 'inspect', 'constructor', 'nodeType', 'asymmetricMatch']);

/**
 * Gives `target` as it is, but reading anything that it lacks throws with the name of it: a stand-in that answers `undefined`
 * would prove things that are not so.
 */
export function strict<T extends object>(name: string, target: T): T {
  const methods = new Map<string | symbol, unknown>();
  return new Proxy(target, {
    get: (object, key) => {
      if (typeof key === 'symbol' || key in object) {
        const value: unknown = Reflect.get(object, key, object);
        if (typeof value !== 'function' || key === 'prototype') return value;
        // The stand-in itself works on what is behind this face.
        if (!methods.has(key)) methods.set(key, value.bind(object));
        return methods.get(key);
      }
      if (ASKED_BY_NODE.has(key)) return undefined;
      throw new Error(`stand-in: ${name}.${key} is not there; add it to test/stand-in or do without it`);
    },
    set: (_object, key) => {
      throw new Error(`stand-in: ${name}.${String(key)} cannot be set`);
    },
  });
}

/** An event as Electron hands it out. */
export interface StandInEvent {
  readonly defaultPrevented: boolean;
  preventDefault(): void;
}

export function eventWith<T extends object>(facts: T): T & StandInEvent {
  let prevented = false;
  return Object.defineProperties({ ...facts } as T & StandInEvent, {
    defaultPrevented: { get: () => prevented },
    preventDefault: {
      value: () => {
        prevented = true;
      },
    },
  });
}

type Listener = (...args: never[]) => unknown;

/** An emitter that refuses listeners for events that the stand-in never emits. */
export class StrictEmitter {
  private readonly emitter = new EventEmitter();
  private readonly owner: string;
  private readonly known: ReadonlySet<string>;

  constructor(owner: string, known: readonly string[]) {
    this.owner = owner;
    this.known = new Set(known);
    this.emitter.setMaxListeners(50);
  }

  on(event: string, listener: Listener): this {
    this.mustKnow(event);
    this.emitter.on(event, listener as never);
    return this;
  }

  once(event: string, listener: Listener): this {
    this.mustKnow(event);
    this.emitter.once(event, listener as never);
    return this;
  }

  off(event: string, listener: Listener): this {
    this.emitter.off(event, listener as never);
    return this;
  }

  removeListener(event: string, listener: Listener): this {
    return this.off(event, listener);
  }

  removeAllListeners(event?: string): this {
    this.emitter.removeAllListeners(event);
    return this;
  }

  listenerCount(event: string): number {
    return this.emitter.listenerCount(event);
  }

  /** For the stand-in itself. */
  emit(event: string, ...args: unknown[]): boolean {
    this.mustKnow(event);
    return this.emitter.emit(event, ...args);
  }

  private mustKnow(event: string): void {
    if (!this.known.has(event))
      throw new Error(`stand-in: ${this.owner} never emits '${event}'; add it to test/stand-in`);
  }
}
