import { join } from 'node:path';
import type { Pack } from '#shared/domain/pack/schema.ts';
import { readArgs } from './arguments.ts';
import { shownIn } from './preview-page.ts';
import { PreviewWalk, type PreviewStart } from './preview-walk.ts';
import { loadOrTell } from './sources.ts';
import { resources, usage, type Run, type Terminal } from './terminal.ts';

const CHANNELS = ['call', 'chat'] as const;
const DIRECTIONS = ['inbound', 'outbound'] as const;
const CUSTOMERS = ['new', 'known', 'returning', 'same-day'] as const;

/** Walks through a contact under a pack. Keys are separated by spaces; `--keys` gives all of them at once, for a look or a test. */
export const preview: Run = async (args, terminal) => {
  const told = readArgs(args, { words: [0, 1], options: ['keys', 'channel', 'direction', 'scenario', 'customer'] });
  if (told === null) return usage(terminal, 'preview');
  const loaded = loadOrTell(told.words[0] ?? join(resources, 'packs', 'zh-CN'), terminal);
  if (loaded === null) return 1;
  const { keys } = told.options;
  const lines = keys === undefined ? terminal.lines() : null;
  try {
    const start = await chosen(loaded.pack, told.options, new Chooser(terminal, lines));
    if (start === null) return usage(terminal, 'preview');
    await walkThrough(loaded.pack, start, keys ?? '', lines, terminal);
    return 0;
  } finally {
    await lines?.return?.();
  }
};

async function walkThrough(
  pack: Pack,
  start: PreviewStart,
  keys: string,
  lines: AsyncIterator<string> | null,
  terminal: Terminal,
): Promise<void> {
  const walk = new PreviewWalk(pack, start);
  if (lines !== null) terminal.print(terminal.words('preview.keys'));
  press(walk, keys, terminal);
  if (lines === null) return;
  for (let next = await lines.next(); next.done !== true && next.value.trim() !== 'q'; next = await lines.next()) {
    press(walk, next.value, terminal);
  }
}

function press(walk: PreviewWalk, keys: string, terminal: Terminal): void {
  for (const key of keys.split(/\s+/u).filter((each) => each !== '')) {
    const refused = walk.press(key);
    if (refused === null) continue;
    terminal.print(terminal.words('preview.refused', { key, why: terminal.words(`refused.${refused}`) }));
  }
  for (const line of shownIn(walk, terminal)) terminal.print(line);
}

/** `null`: something was told that cannot be. */
async function chosen(
  { scenarios }: Pack,
  told: Readonly<Record<string, string | undefined>>,
  chooser: Chooser,
): Promise<PreviewStart | null> {
  const channel = await chooser.choose(told.channel, CHANNELS);
  const direction = await chooser.choose(told.direction, DIRECTIONS);
  const customer = await chooser.choose(told.customer, CUSTOMERS);
  const names = ['-', ...scenarios.map(({ id }) => id)];
  const scenario = await chooser.choose(told.scenario, names, (id) => scenarios.find((each) => each.id === id)?.name);
  if (channel === null || direction === null || customer === null || scenario === null) return null;
  return { channel, direction, customer, scenario: scenario === '-' ? null : scenario };
}

/** Takes what was told, asks where somebody is there, and else takes the first. */
class Chooser {
  readonly #terminal: Terminal;
  readonly #lines: AsyncIterator<string> | null;

  constructor(terminal: Terminal, lines: AsyncIterator<string> | null) {
    this.#terminal = terminal;
    this.#lines = lines;
  }

  async choose<Value extends string>(
    told: string | undefined,
    values: readonly Value[],
    nameOf: (value: Value) => string | undefined = () => undefined,
  ): Promise<Value | null> {
    if (told !== undefined) return values.find((value) => value === told) ?? null;
    if (this.#lines === null) return values[0] ?? null;
    const word = (value: Value): string => nameOf(value) ?? this.#terminal.words(`start.${value}`);
    const offer = values.map((value, index) => `${String(index + 1)} ${word(value)}`).join('  ');
    this.#terminal.print(this.#terminal.words('preview.choose', { offer }));
    const next = await this.#lines.next();
    const answer = next.done === true ? '' : next.value.trim();
    return answer === ''
      ? (values[0] ?? null)
      : (values[Number(answer) - 1] ?? values.find((value) => value === answer) ?? null);
  }
}
