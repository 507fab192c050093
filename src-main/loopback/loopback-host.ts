import type { Host, KeyNotBound } from '#core/host.ts';
import type { WindowFunctions } from '#shared/contract/rpc.ts';

/** What a desk in a browser can do for the workstation: little, and it says so. */
export class LoopbackHost implements Host {
  readonly capabilities = {
    kind: 'loopback',
    systemKeys: false,
    insert: false,
    panelWindow: false,
    fileDialogs: false,
  } as const;
  readonly files = null;
  #front: WindowFunctions | null = null;

  /** The window that spoke last is the one in front of the agent. */
  inFront(window: WindowFunctions): void {
    this.#front = window;
  }

  gone(window: WindowFunctions): void {
    if (this.#front === window) this.#front = null;
  }

  /** A browser hands out no keys of the system; the page takes the chords while it has the focus. */
  bindSystemKeys(): readonly KeyNotBound[] {
    return [];
  }

  /** A page cannot bring itself to the front of other programs. */
  revealDesk(): void {
    return undefined;
  }

  /** The page docks the panel or opens a picture-in-picture window by itself. */
  showPanel(): void {
    return undefined;
  }

  panelShown(): boolean {
    return false;
  }

  async writeClipboard(text: string): Promise<boolean> {
    return (await this.#front?.writeClipboard(text)) ?? false;
  }

  /** The page itself shows and sounds what is due; a browser's own notifications would need a permission. */
  notify(): void {
    return undefined;
  }

  badge(): void {
    return undefined;
  }

  /** Sleep is noticed by the countdowns' own clock check. */
  onResume(): { dispose(): void } {
    return { dispose: () => undefined };
  }
}
