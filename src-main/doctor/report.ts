import type { Examination } from './examine.ts';
import type { Finding } from './finding.ts';
import { fill } from '#shared/base/fill.ts';
import type { Texts } from '#core/words.ts';

/** For people: a line each, and what to do where something is to be done. */
export function asText({ running, findings }: Examination, folder: string, texts: Texts): string {
  const say = (key: string, facts?: Finding['facts']): string => fill(texts[key] ?? key, facts);
  const lines = findings.flatMap(({ number, id, verdict, code, facts }) => {
    const next = texts[`${id}.${code}.next`];
    const what = say(verdict === 'skipped' ? `skipped.${code}` : `${id}.${code}`, facts);
    const line = `${String(number).padStart(2)}  [${say(`verdict.${verdict}`)}] ${say('line', { name: say(`name.${id}`), what })}`;
    return next === undefined ? [line] : [line, `      → ${fill(next, facts)}`];
  });
  const count = (verdict: Finding['verdict']): number => findings.filter((each) => each.verdict === verdict).length;
  const sum = { problems: count('problem'), warnings: count('warning'), skipped: count('skipped') };
  return [
    say('title', { folder }),
    ...(running ? [say('running')] : []),
    ...lines,
    say(sum.problems > 0 ? 'sum.problems' : sum.warnings > 0 ? 'sum.warnings' : 'sum.fine', sum),
  ].join('\n');
}

/** For programs, and to send: codes and counts only. */
export function asJson({ running, findings }: Examination): string {
  return JSON.stringify({ doctor: 1, running, findings }, null, 2);
}

export function exitCodeOf({ findings }: Examination): number {
  return findings.some(({ verdict }) => verdict === 'problem') ? 1 : 0;
}

/** The user's own folder has the user's name in it. */
export function withoutHome(path: string, home: string): string {
  return home !== '' && path.startsWith(home) ? `~${path.slice(home.length)}` : path;
}
