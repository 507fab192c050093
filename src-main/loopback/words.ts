import { fileURLToPath } from 'node:url';
import type { StartFailure } from '#core/open-workstation.ts';
import { faultTeller } from '#core/scripts/fault-words.ts';
import { fill } from '#shared/base/fill.ts';
import { localeOf, readTexts } from '#core/words.ts';

const RESOURCES = fileURLToPath(new URL('../../resources', import.meta.url));

/** Tells the person at the terminal; the words are in `resources/locales/loopback`. */
export function say(code: string, facts: Readonly<Record<string, string>>): void {
  process.stdout.write(`${fill(texts()[code] ?? code, facts)}\n`);
}

/** Says what happened, what is safe and what to do. */
export function sayFailure(failure: StartFailure): void {
  const facts = Object.fromEntries(Object.entries(failure).map(([key, value]) => [key, String(value)]));
  const faults = 'faults' in failure ? failure.faults.map(teller()).map((told) => `  ${told}`) : [];
  // What the system calls an error (ENOENT) is told as it is.
  const reason = texts()[`reason.${facts.reason ?? ''}`] ?? facts.reason ?? '';
  say(failure.code, { ...facts, reason, faults: faults.join('\n') });
}

function texts() {
  return readTexts(RESOURCES, 'loopback', localeOf(process.env));
}

function teller() {
  return faultTeller(RESOURCES, localeOf(process.env));
}
