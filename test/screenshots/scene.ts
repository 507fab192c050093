import type { Page } from 'playwright-core';
import type { Studio } from './studio.ts';

/** A moment at the desk. Each begins on a desk of its own. */
export interface Scene {
  readonly name: string;
  /** Leads there from the first start; gives the page to be photographed when it is not the desk's. */
  readonly arrange: (studio: Studio) => Promise<Page | undefined>;
  /** The page of its own size; only one size is then drawn. */
  readonly ownSize?: true;
  /** Nothing can be asked of the workstation any more, so that the language stays. */
  readonly chineseOnly?: true;
}

/** A scene that is photographed where it plays: at the desk. */
export const desk =
  (arrange: (studio: Studio) => Promise<void>): Scene['arrange'] =>
  async (studio) => {
    await arrange(studio);
    return undefined;
  };
