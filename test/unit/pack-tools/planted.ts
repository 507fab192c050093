import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Document, isMap, isScalar, type Node } from 'yaml';
import type { Pack, PackLine } from '#shared/domain/pack/schema.ts';
import type { LintOptions } from '#shared/domain/pack/lint/lint.ts';
import { lintSources, type Placed } from '../../../scripts/pack/lint.ts';
import { zhPack } from '#kit/desk.ts';

type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;

/** A copy of the default pack that a test may spoil. */
export type Draft = Mutable<Pack>;
type DraftLine = Mutable<PackLine>;

/** What it is called, what is found, and how it is planted: the answer says where it then stands. */
export type Planted = readonly [what: string, code: string, plant: (pack: Draft) => readonly (string | number)[]];

const MARK = ' planted';
const OPTIONS: LintOptions = { rules: null };
/** Of its phrases only these: to read and to look for all of them takes half a second for each fault. */
const PHRASE = '不关我';

/** A test for each: it is told, and told on the line on which it was planted. */
export function findsWhereItStands(planted: readonly Planted[]): void {
  test.each(planted)('%s is found where it stands (%s)', (_what, code, plant) => {
    const { line, findings } = lintPlanted(plant, OPTIONS);
    const found = findings.filter((finding) => finding.code === code).map(({ position }) => position.line);
    expect(found).toContain(line);
    // One fault is not told in many ways.
    expect(findings.length).toBeLessThanOrEqual(4);
  });
}

/** A new line at the end of the first situation. */
export function added(pack: Draft, line: Partial<DraftLine>): readonly (string | number)[] {
  const { lines } = pack.situations[0]!;
  lines.push({ id: 'planted', text: '麻烦您等我把这一页记录看完，再往下说。', ...line });
  return ['situations', 0, 'lines', lines.length - 1];
}

/** It stands before all situations. */
export function firstLine(pack: Draft): DraftLine {
  return pack.lines[pack.stages[0].id]![0]!;
}

function draft(): Draft {
  const pack: Draft = structuredClone(zhPack().pack);
  const { wording } = pack;
  if (wording === undefined) return pack;
  const groups = wording.groups.filter(({ phrases }) => phrases.some((phrase) => phrase.includes(PHRASE)));
  return { ...pack, wording: { ...wording, groups, harmless: [] } };
}

/** The findings in a pack with this fault, and the line on which it was planted. */
export function lintPlanted(
  plant: Planted[2],
  options: LintOptions,
): { readonly line: number; readonly findings: readonly Placed[] } {
  const pack = draft();
  const document = new Document(pack, null);
  const place = plant(pack);
  document.contents = document.createNode(pack);
  const shift = mark(place.length === 0 ? document.contents : document.getIn(place, true));
  const text = document.toString({ lineWidth: 0 });
  const line = text.split('\n').findIndex((each) => each.includes(`#${MARK}`)) + 1 - shift;
  const folder = mkdtempSync(join(tmpdir(), 'zuoxi-lint-'));
  const file = join(folder, 'pack.yaml');
  writeFileSync(file, text);
  const findings = lintSources(file, options);
  rmSync(folder, { recursive: true });
  return { line, findings };
}

/** A comment on the line of the node, or on the line after the name of a list. */
function mark(node: unknown): number {
  if (isScalar(node)) {
    node.comment = MARK;
    return 0;
  }
  if (isMap(node)) return mark(node.items[0]?.value);
  (node as Node).commentBefore = MARK;
  return 1;
}
