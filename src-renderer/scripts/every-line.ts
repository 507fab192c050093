import type { Pack, PackLine } from '#shared/domain/pack/schema.ts';

export interface PlacedLine {
  readonly line: PackLine;
  /** The stage or situation to which it belongs. */
  readonly place: string;
}

export function everyLine(pack: Pack): readonly PlacedLine[] {
  return [
    ...pack.stages.flatMap((stage) => (pack.lines[stage.id] ?? []).map((line) => ({ line, place: stage.name }))),
    ...pack.situations.flatMap((situation) => situation.lines.map((line) => ({ line, place: situation.name }))),
  ];
}
