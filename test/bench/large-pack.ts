import type { Pack } from '#shared/domain/pack/schema.ts';

/** The pack with lines said again under other ids until it has `count`; as JSON, which is YAML too. */
export function packWithLines(pack: Pack, count: number): string {
  const [first] = pack.stages;
  const own = pack.lines[first.id] ?? [];
  const there = [pack.soothing, ...pack.situations].reduce(
    (sum, { lines }) => sum + lines.length,
    Object.values(pack.lines).flat().length,
  );
  const more = Array.from({ length: Math.max(0, count - there) }, (_, index) => ({
    ...own[index % own.length]!,
    id: `more-${String(index)}`,
  }));
  return JSON.stringify({ ...pack, lines: { ...pack.lines, [first.id]: [...own, ...more] } });
}
