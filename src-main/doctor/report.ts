import type { Finding } from './examine.ts';

export function report(findings: readonly Finding[]): number {
  for (const { number, name, verdict, detail } of findings)
    process.stdout.write(`${number}. ${name}: ${verdict} ${detail}\n`);
  return findings.some(({ verdict }) => verdict === 'problem') ? 1 : 0;
}
