import { z } from 'zod';
import { fail, ok, type Result } from '#shared/base/result.ts';
import {
  DEFAULT_KEYMAP,
  RESERVED_APP_KEYS,
  type Action,
  type KeyBinding,
  type Keymap,
} from '#shared/contract/actions.ts';
import { failure, type Failure } from '#shared/contract/failure.ts';
import type { Accepted } from '#shared/contract/rpc.ts';
import type { Settings } from '#shared/contract/views.ts';
import type { Store, Unit } from '../database/store.ts';
import { canonicalAccelerator } from '../hotkeys/accelerator.ts';
import { keymapOf } from './keymap.ts';
import { putSetting } from './setting-table.ts';

const DEFAULTS: Settings = {
  company: '',
  department: '',
  agentName: '',
  agentNumber: '',
  locale: 'zh-CN',
  theme: 'system',
  scale: 1,
  sound: true,
  sampleData: false,
  keys: DEFAULT_KEYMAP,
};

const storedSchemas = {
  company: z.string(),
  department: z.string(),
  agentName: z.string(),
  agentNumber: z.string(),
  locale: z.enum(['zh-CN', 'en']),
  theme: z.enum(['system', 'light', 'dark', 'contrast']),
  scale: z.number(),
  sound: z.boolean(),
  sampleData: z.boolean(),
} as const;

/** What this agent has set on this desk, one JSON value a key. */
export class SettingsStore {
  readonly #store: Store;
  #current: Settings;

  constructor(store: Store) {
    this.#store = store;
    this.#current = this.#load();
    // A transaction that failed must not leave a setting in memory that is not on disk: read again after each commit.
    store.onCommit((touched) => {
      if (touched.settings) this.#current = this.#load();
    });
  }

  get current(): Settings {
    return this.#current;
  }

  get isSetUp(): boolean {
    return this.#current.company !== '' && this.#current.agentName !== '';
  }

  change(patch: Accepted<'settings.change'>): Result<void, Failure> {
    return this.#store.write((unit) => this.put(unit, patch));
  }

  put(unit: Unit, patch: Accepted<'settings.change'> & Partial<Pick<Settings, 'sampleData'>>): Result<void, Failure> {
    for (const [key, value] of Object.entries(patch)) putSetting(this.#store.database, key, value);
    unit.touched.settings = true;
    return ok();
  }

  /** Binds an action to other keys, unless one of them already sets off another action. */
  setKey(action: Action, binding: KeyBinding): Result<void, Failure> {
    const system = binding.system === null ? null : canonicalAccelerator(binding.system);
    if (binding.system !== null && system === null) return failure('key-invalid', { key: binding.system });
    const app = binding.app;
    if (app !== null && RESERVED_APP_KEYS.includes(app)) return failure('key-invalid', { key: app });
    const taken = Object.entries(this.#current.keys).find(
      ([other, held]) =>
        other !== action && ((system !== null && held.system === system) || (app !== null && held.app === app)),
    );
    if (taken !== undefined) {
      const key = taken[1].system === system && system !== null ? system : (app ?? '');
      return fail({ code: 'key-taken', facts: { action: taken[0], key } });
    }
    return this.#putKeys({ ...this.#current.keys, [action]: { system, app } });
  }

  resetKeys(): Result<void, Failure> {
    return this.#putKeys(DEFAULT_KEYMAP);
  }

  #putKeys(keys: Keymap): Result<void, Failure> {
    return this.#store.write((unit) => {
      putSetting(this.#store.database, 'keys', keys);
      unit.touched.settings = true;
      return ok();
    });
  }

  #load(): Settings {
    const rows = this.#store.database
      .prepare<[], { key: string; value: string }>('SELECT key, value FROM setting')
      .all();
    const raw = Object.fromEntries(rows.map(({ key, value }): [string, unknown] => [key, JSON.parse(value)]));
    // Each by itself: one that cannot be read, or that another version wrote, costs no other.
    const known = Object.fromEntries(
      Object.entries(storedSchemas).flatMap(([key, schema]) => {
        const read = schema.safeParse(raw[key]);
        return read.success ? [[key, read.data]] : [];
      }),
    ) as Partial<Settings>;
    return { ...DEFAULTS, ...known, keys: keymapOf(raw.keys) };
  }
}
