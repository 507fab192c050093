import type { Page } from 'playwright-core';

/** One desk with its page, however it is run. The same specs run on each. */
export interface DeskDriver {
  readonly name: string;
  /** Changes with a restart. */
  readonly desk: Page;
  /** What the panel shows: a window of its own, or a column of the desk. */
  readonly panel: Page;
  /** Presses a chord (`Control+Alt+H`) as if nothing of ours had the focus, where the host can do that. */
  chord(accelerator: string): Promise<void>;
  clipboard(): Promise<string>;
  /** Ends the program without warning and starts it again on the same data. */
  crash(): Promise<void>;
  close(): Promise<void>;
}
