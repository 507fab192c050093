/** Where the result of an op is to be found. */
interface Result {
  readonly stream: string | null;
  readonly seq: number;
}

/** What is true in one life of the service; a restored backup takes it back too. */
export class Life {
  readonly accepted: Map<string, Result>;
  readonly aside: Set<string>;
  /** Rows and values that a revoked desk told of. */
  readonly asideRows: Set<string>;
  readonly asideValues: Set<string | number>;
  /** Values that were replaced: none of them comes back by itself. */
  readonly retired: Set<string | number>;
  /** Values that a conflict offers to take back. */
  readonly lost: Set<string | number>;

  constructor(from?: Life) {
    this.accepted = new Map(from?.accepted);
    this.aside = new Set(from?.aside);
    this.asideRows = new Set(from?.asideRows);
    this.asideValues = new Set(from?.asideValues);
    this.retired = new Set(from?.retired);
    this.lost = new Set(from?.lost);
  }
}
