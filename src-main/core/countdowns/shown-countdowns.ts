import type { ListChange } from '#shared/base/list-change.ts';
import type { CountdownView } from '#shared/contract/views.ts';
import type { Sqlite } from '../database/open.ts';
import { ToldList } from '../desk/told-list.ts';
import { bySoonest, countdownsNamed, listCountdowns } from './list-countdowns.ts';

/** More than anybody can look at; the rest comes up as these end. */
const MOST = 300;

/** The countdowns that the windows show. */
export class ShownCountdowns {
  readonly #database: Sqlite;
  readonly #list = new ToldList<CountdownView>();

  constructor(database: Sqlite) {
    this.#database = database;
  }

  get told(): readonly CountdownView[] {
    return this.#list.told;
  }

  /** All are read again. */
  reread(): ListChange<CountdownView> | undefined {
    return this.#list.follow(listCountdowns(this.#database, MOST));
  }

  /** Only these are read again, as long as everything there is is shown. */
  follow(ids: readonly string[]): ListChange<CountdownView> | undefined {
    const touched = new Set(ids);
    const others = this.#list.told.filter(({ id }) => !touched.has(id));
    if (others.length + ids.length >= MOST) return this.reread();
    return this.#list.follow([...others, ...countdownsNamed(this.#database, ids)].sort(bySoonest));
  }
}
