import type { Entry } from '#shared/domain/sync/row.ts';

export interface Commit {
  readonly stream: string;
  readonly seq: number;
  readonly entries: readonly Entry[];
  /** Of its text, in UTF-16 units. */
  readonly length: number;
}

/** All that are kept together; what is larger alone is read from the disk. */
const LENGTH = 4_000_000;
/** Each is looked at whenever one is asked for. */
const COMMITS = 500;

/**
 * The last commits of this process. Each is asked for twice as soon as it is on the disk, by the desk whose ops it is made of and for those
 * that hear of it; it need not be read and parsed for that.
 */
export class RecentCommits {
  readonly #commits: Commit[] = [];
  #length = 0;

  add(commit: Commit): void {
    this.#commits.push(commit);
    this.#length += commit.length;
    while (this.#length > LENGTH || this.#commits.length > COMMITS) this.#length -= this.#commits.shift()?.length ?? 0;
  }

  clear(): void {
    this.#commits.length = 0;
    this.#length = 0;
  }

  /** What follows a place in a stream, whole commits of at most so many entries or the first; `null` when that is not here. */
  after(stream: string, seq: number, limit: number): readonly Entry[] | null {
    const found: Entry[] = [];
    let last = seq;
    for (const commit of this.#commits) {
      if (commit.stream !== stream || commit.seq <= seq) continue;
      // Another process may have committed in between.
      if (commit.seq !== last + 1) return null;
      if (last > seq && found.length + commit.entries.length > limit) break;
      found.push(...commit.entries);
      last = commit.seq;
    }
    return last === seq ? null : found;
  }
}
