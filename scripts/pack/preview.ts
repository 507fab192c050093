import { createInterface } from 'node:readline/promises';
import { readArgs } from './arguments.ts';
import { shownIn } from './preview-page.ts';
import { PreviewWalk, type PreviewStart } from './preview-walk.ts';
import { loadOrTell } from './sources.ts';
import { usage, type Run } from './terminal.ts';
import { resources } from './terminal.ts';
import { join } from 'node:path';

const CHOICES = {
  channel: ['call', 'chat'],
  direction: ['inbound', 'outbound'],
  customer: ['new', 'known', 'returning', 'same-day'],
} as const;

/** Walks through a contact under a pack. Keys are separated by spaces; `--keys` gives all of them at once, for a look or a test. */
export const preview: Run = async (args, terminal) => {
  const options = ['keys', 'channel', 'direction', 'scenario', 'customer'];
  const told = readArgs(args, { words: [0, 1], options });
  if (told === null) return usage(terminal, 'preview');
  const choose = <Name extends keyof typeof CHOICES>(name: Name): (typeof CHOICES)[Name][number] | null => {
    const values: readonly (typeof CHOICES)[Name][number][] = CHOICES[name];
    const wanted = told.options[name];
    return wanted === undefined ? (values[0] ?? null) : (values.find((value) => value === wanted) ?? null);
  };
  const [channel, direction, customer] = [choose('channel'), choose('direction'), choose('customer')];
  if (channel === null || direction === null || customer === null) return usage(terminal, 'preview');
  const loaded = loadOrTell(told.words[0] ?? join(resources, 'packs', 'zh-CN'), terminal);
  if (loaded === null) return 1;
  const { pack } = loaded;
  const scenario = told.options.scenario ?? null;
  if (scenario !== null && !pack.scenarios.some(({ id }) => id === scenario)) {
    terminal.print(
      terminal.words('preview.no-scenario', { scenario, all: pack.scenarios.map(({ id }) => id).join(' ') }),
    );
    return 2;
  }
  const start: PreviewStart = { channel, direction, customer, scenario };
  const walk = new PreviewWalk(pack, start);
  const show = (): void => shownIn(walk, terminal).forEach((line) => terminal.print(line));
  const press = (keys: string): void => {
    for (const key of keys.split(/\s+/u).filter((each) => each !== '')) {
      const refused = walk.press(key);
      if (refused !== null) terminal.print(terminal.words('preview.refused', { key, why: refused }));
    }
    show();
  };
  if (told.options.keys !== undefined) {
    press(told.options.keys);
    return 0;
  }
  terminal.print(terminal.words('preview.keys'));
  show();
  const reader = createInterface({ input: process.stdin, output: process.stdout, prompt: '> ' });
  reader.prompt();
  for await (const line of reader) {
    if (line.trim() === 'q') break;
    press(line);
    reader.prompt();
  }
  reader.close();
  return 0;
};
