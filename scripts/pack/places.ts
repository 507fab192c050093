import { readFileSync } from 'node:fs';
import { isMap, isScalar, LineCounter, parseDocument, visit, type Document, type Node } from 'yaml';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import { isGroup } from '#shared/base/group.ts';
import { yamlFault } from '#core/scripts/yaml-fault.ts';
import type { PackFault } from '#shared/domain/pack/fault.ts';
import { memberOf, placeOf } from '#shared/domain/pack/places.ts';

/** Where something stands in a source; lines and columns from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface Told {
  readonly path: string;
  readonly code: string;
  readonly facts?: PackFault['facts'];
}

export interface Source {
  readonly file: string;
  readonly document: Document;
  readonly lines: LineCounter;
  readonly value: unknown;
}

/** A source as it is read for positions, or what its writer has to mend before it can be read at all. */
export function readSource(file: string): Source | { readonly fault: Told; readonly position: Position } {
  const lines = new LineCounter();
  const at = (offset: number): Position => ({
    file,
    line: lines.linePos(offset).line || 1,
    column: lines.linePos(offset).col || 1,
  });
  const refused = (code: string, offset: number) => ({ fault: { path: '', code }, position: at(offset) });
  const text = readFileSync(file, 'utf8');
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const fault = yamlFault(document, text, lines);
  if (fault !== null) {
    const { line, column } = fault.facts ?? {};
    return { fault, position: { file, line: Number(line), column: Number(column) } };
  }
  const alias = firstAlias(document);
  if (alias !== null) return refused('yaml-alias', alias);
  return { file, document, lines, value: document.toJS({ maxAliasCount: 0 }) as unknown };
}

function firstAlias(document: Document): number | null {
  let first: number | null = null;
  visit(document, {
    Alias: (_key, { range }) => {
      first ??= range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return first;
}

type Steps = readonly (string | number)[];

/** Where a fault or a finding about the whole pack stands in its sources: in the one that says most of it. */
export function positionOf(raw: unknown, sources: readonly Source[], told: Told): Position {
  const { steps } = meant(raw, told);
  const found = sources
    .map((source) => ({ source, steps: ownSteps(raw, source.value, steps) }))
    .reduce<{ source: Source; steps: Steps } | null>(
      (best, next) => (best === null || next.steps.length > best.steps.length ? next : best),
      null,
    );
  if (found === null) return { file: '', line: 1, column: 1 };
  const { line, col } = found.source.lines.linePos(offsetOf(found.source.document, found.steps, told));
  return { file: found.source.file, line, column: col };
}

/** The thing itself where the path names the list or group that it is in. */
function meant(raw: unknown, { path, code, facts = {} }: Told): { readonly steps: Steps } {
  const isSecond = code.endsWith('-twice');
  const whole = placeOf(raw, path, isSecond);
  const name = facts.id ?? (code === 'unknown-key' ? String(facts.keys).split(', ')[0] : undefined);
  if (name !== undefined) {
    const inner = placeOf(raw, `${path === '' ? '' : `${path}.`}${String(name)}`, isSecond);
    if (inner.rest.length === 0) return inner;
  }
  if (facts.key === undefined) return whole;
  const list = whole.steps.reduce<unknown>((value, step) => memberOf(value, step), raw);
  const last = Array.isArray(list) ? list.findLastIndex((item) => isGroup(item) && item.key === facts.key) : -1;
  return last < 0 ? whole : { steps: [...whole.steps, last, 'key'] };
}

/** The same steps in one of the files that were laid together: items of lists are found by their ids or by what they are. */
function ownSteps(raw: unknown, own: unknown, steps: Steps): Steps {
  const taken: (string | number)[] = [];
  let [here, there] = [raw, own];
  for (const step of steps) {
    const next = memberOf(here, step);
    const same = Array.isArray(there) ? sameItem(there, next, here) : step;
    if (same === null || memberOf(there, same) === undefined) break;
    taken.push(same);
    [here, there] = [next, memberOf(there, same)];
  }
  return taken;
}

function sameItem(list: readonly unknown[], item: unknown, all: unknown): number | null {
  const text = canonicalJson(item ?? null);
  const isSame = (other: unknown): boolean => canonicalJson(other ?? null) === text;
  // Of two equal ones the one that stands where it stood in the whole.
  const twins = Array.isArray(all) ? all.filter(isSame) : [];
  const index = twins.at(-1) === item ? list.findLastIndex(isSame) : list.findIndex(isSame);
  if (index >= 0) return index;
  const byId = list.findIndex(
    (other) => isGroup(other) && isGroup(item) && other.id !== undefined && other.id === item.id,
  );
  return byId < 0 ? null : byId;
}

function offsetOf(document: Document, steps: Steps, { code, facts = {} }: Told): number {
  const last = steps.at(-1);
  const node = (steps.length === 0 ? document.contents : document.getIn(steps, true)) as Node | null | undefined;
  if (code.startsWith('expression-') && isScalar(node) && typeof facts.column === 'number') {
    const quoted = node.type === 'QUOTE_SINGLE' || node.type === 'QUOTE_DOUBLE' ? 1 : 0;
    return (node.range?.[0] ?? 0) + quoted + facts.column - 1;
  }
  if (typeof last === 'string') {
    const group = steps.length === 1 ? document.contents : document.getIn(steps.slice(0, -1), true);
    const pair = isMap(group) ? group.items.find(({ key }) => isScalar(key) && key.value === last) : undefined;
    if (isScalar(pair?.key)) return pair.key.range?.[0] ?? 0;
  }
  return node?.range?.[0] ?? 0;
}
