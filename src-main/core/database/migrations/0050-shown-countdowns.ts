import type { Migration } from '../migration.ts';

/**
 * The order in which countdowns are shown (`list-countdowns.ts`): the first 300 are read at each change, however many debts of
 * missed targets have come together behind them.
 */
export const shownCountdowns: Migration = {
  version: 50,
  up: (database) => {
    database.exec(`CREATE INDEX countdown_shown ON countdown (kind = 'target' AND phase = 'due', due_at, id);`);
  },
};
