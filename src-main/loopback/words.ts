import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { StartFailure } from '#core/open-workstation.ts';

const textsSchema = z.record(z.string(), z.string());

/** Chinese first: only a terminal that says it is English gets English. */
function locale(): string {
  const wanted = process.env.LC_ALL ?? process.env.LC_MESSAGES ?? process.env.LANG ?? '';
  return wanted.toLowerCase().startsWith('en') ? 'en' : 'zh-CN';
}

let loaded: Readonly<Record<string, string>> | null = null;

function texts(): Readonly<Record<string, string>> {
  const folder = fileURLToPath(new URL('../../resources/locales/loopback', import.meta.url));
  loaded ??= textsSchema.parse(JSON.parse(readFileSync(join(folder, `${locale()}.json`), 'utf8')));
  return loaded;
}

/** Tells the person at the terminal; the words are in `resources/locales/loopback`. */
export function say(code: string, facts: Readonly<Record<string, string>>): void {
  const text = (texts()[code] ?? code).replaceAll(/\{(\w+)\}/g, (_slot, name: string) => facts[name] ?? '');
  process.stdout.write(`${text}\n`);
}

/** Says what happened, what is safe and what to do. */
export function sayFailure(failure: StartFailure): void {
  const facts = Object.fromEntries(Object.entries(failure).map(([key, value]) => [key, String(value)]));
  const faults =
    'faults' in failure ? failure.faults.map(({ path, message }) => `  ${path}: ${message}`).join('\n') : '';
  say(failure.code, { ...facts, faults });
}
