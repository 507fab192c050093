/** One measured number beside what it is compared with. Ratios count: the machine and its neighbours differ from run to run. */
export interface Figure {
  readonly name: string;
  readonly ours: number;
  /** The same work done the way it is done elsewhere, or the raw operation beneath it, in the same run. */
  readonly peer: number | null;
  /** What the machine itself needs: no program can be faster. */
  readonly floor: number | null;
  readonly unit: string;
  /** Samples behind `ours`. */
  readonly n: number;
  readonly goal: { readonly text: string; readonly met: boolean } | null;
  readonly more?: Readonly<Record<string, number | string>>;
}

export function ratioOf({ ours, peer, floor }: Figure): number | null {
  const against = peer ?? floor;
  return against === null || against === 0 ? null : ours / against;
}

/** The line for machines. */
export function toJsonLine(figure: Figure): string {
  const { name, ours, peer, floor, unit, n, goal, more } = figure;
  return JSON.stringify({
    name,
    ours: rounded(ours),
    peer: peer === null ? null : rounded(peer),
    floor: floor === null ? null : rounded(floor),
    ratio: maybe(ratioOf(figure)),
    unit,
    n,
    ...Object.fromEntries(
      Object.entries(more ?? {}).map(([key, value]) => [key, typeof value === 'number' ? rounded(value) : value]),
    ),
    ...(goal === null ? {} : { goal: goal.text, met: goal.met }),
  });
}

/** The table for people, goals last. */
export function toTable(figures: readonly Figure[]): string {
  const head = ['figure', 'ours', 'peer', 'floor', 'ratio', 'unit', 'n', 'goal', ''];
  const rows = figures.map((figure) => [
    figure.name,
    show(figure.ours),
    show(figure.peer),
    show(figure.floor),
    show(ratioOf(figure)),
    figure.unit,
    String(figure.n),
    figure.goal?.text ?? '',
    figure.goal === null ? '' : figure.goal.met ? 'met' : 'NOT MET',
  ]);
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function show(value: number | null): string {
  return value === null ? '-' : String(rounded(value));
}

function maybe(value: number | null): number | null {
  return value === null ? null : rounded(value);
}

/** Three significant digits; whole numbers stay whole. */
function rounded(value: number): number {
  return Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3));
}
