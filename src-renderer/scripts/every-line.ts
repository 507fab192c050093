import type { Pack, PackLine } from '#shared/domain/pack/schema.ts';
import { TextIndex, type Indexed } from '../ui/text-index.ts';

export interface PlacedLine {
  readonly line: PackLine;
  /** The stage, the situation or whatever else it belongs to. */
  readonly place: string;
}

/** What the places are called that have no name in the pack. */
export interface PlaceNames {
  readonly soothing: string;
  readonly remedies: string;
}

/** Every line that can be said. */
export function everyLine(pack: Pack, names: PlaceNames): readonly PlacedLine[] {
  const at = (place: string, lines: readonly PackLine[]) => lines.map((line) => ({ line, place }));
  return [
    ...pack.stages.flatMap((stage) => at(stage.name, pack.lines[stage.id] ?? [])),
    ...at(names.soothing, pack.soothing.lines),
    ...pack.situations.flatMap((situation) => at(situation.name, situation.lines)),
    ...pack.worries.flatMap((worry) => at(worry.need, worry.lines)),
    ...at(names.remedies, pack.remedies?.lines ?? []),
  ];
}

const indexes = new WeakMap<readonly PackLine[], TextIndex>();

/** The lines that have these words in text, other wordings, remarks or tags; after them those that are read so in pinyin. */
export function findLines(lines: readonly PackLine[], wanted: string, limit: number): readonly PackLine[] {
  let index = indexes.get(lines);
  if (index === undefined) {
    index = new TextIndex(lines.map(searched));
    indexes.set(lines, index);
  }
  return index.find(wanted.trim().toLowerCase(), limit).flatMap((place) => lines[place] ?? []);
}

/** The wording in which the words stand; the text where they are in none. */
export function foundWording(line: PackLine, wanted: string): string {
  const wordings = [line.text, ...(line.variants ?? [])];
  const [place = 0] =
    wordings.length === 1
      ? []
      : new TextIndex(wordings.map((wording) => ({ read: [sayable(wording)] }))).find(wanted, 1);
  return wordings[place] ?? line.text;
}

/** A slot says nothing that anybody would look for. Remarks are found by their words only. */
function searched({ text, variants, note, avoid, tags }: PackLine): Indexed {
  const said = [text, ...(variants ?? [])].map(sayable);
  return { read: [...said, ...(tags ?? [])], also: [note, avoid].filter((remark) => remark !== undefined) };
}

function sayable(wording: string): string {
  return wording.replaceAll(/\{[^{}]*\}/g, ' ');
}
