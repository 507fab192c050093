import type { Pack, PackLine } from '#shared/domain/pack/schema.ts';

export interface PlacedLine {
  readonly line: PackLine;
  /** The stage or situation to which it belongs. */
  readonly place: string;
}

/** Every line that can be said; `soothing` names the place of those that soothe, which no stage has. */
export function everyLine(pack: Pack, soothing: string): readonly PlacedLine[] {
  return [
    ...pack.stages.flatMap((stage) => (pack.lines[stage.id] ?? []).map((line) => ({ line, place: stage.name }))),
    ...pack.soothing.lines.map((line) => ({ line, place: soothing })),
    ...pack.situations.flatMap((situation) => situation.lines.map((line) => ({ line, place: situation.name }))),
  ];
}
