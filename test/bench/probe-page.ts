/** What one key press took, in ms after the event's own time stamp. */
export interface Seen {
  /** The frame that shows the change has been made: a message that was posted in its animation frame came back. */
  readonly painted: number;
  /** From the beginning of that frame to `painted`: what its making took. */
  readonly inFrame: number;
  /** The frame after it began: the change is certainly on its way to the screen. */
  readonly nextFrame: number;
  /** Frames that began between the event and the change; 0 means that the very first frame shows it. */
  readonly framesBefore: number;
}

export type Watch = 'panel' | 'stage' | 'line' | 'scripts' | 'nothing';

declare global {
  interface Window {
    /** Arms the probe for the next key. */
    benchWatch: (what: Watch) => void;
    /** What it saw; `null` when nothing changed. */
    benchSeen: Promise<Seen | null>;
  }
}

/**
 * Runs in the page before anything else of it. Waits for the next trusted key, then for what it changes, and takes the time at
 * the end of the frame that shows it. All in the page: neither the protocol of the test nor its process is in the figure.
 */
export function installProbe(): void {
  // The panel must dock: a picture-in-picture window has a life of its own and cannot be opened twice a second.
  Reflect.deleteProperty(window, 'documentPictureInPicture');

  const find = (id: string): Element | undefined => document.querySelectorAll(`[data-testid="${id}"]`)[0];
  const states: Record<Watch, () => unknown> = {
    panel: () => find('panel')?.checkVisibility({ visibilityProperty: true }) ?? false,
    stage: () => find('stage-ladder')?.querySelector('[aria-current]')?.textContent,
    line: () => [...document.querySelectorAll('[data-testid="toast"]')].at(-1),
    scripts: () => document.querySelectorAll('main li[data-line-id]').length,
    nothing: () => null,
  };

  const afterFrame = (run: (frameStart: number) => void): void => {
    requestAnimationFrame((frameStart) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => run(frameStart);
      port2.postMessage(null);
    });
  };

  window.benchWatch = (what) => {
    window.benchSeen = new Promise((resolve) => {
      const read = states[what];
      const before = read();
      const changed = (): boolean => {
        const now = read();
        return what === 'nothing' || (now !== before && now !== undefined);
      };
      const onKey = (event: KeyboardEvent): void => {
        if (!event.isTrusted || ['Control', 'Alt', 'Shift'].includes(event.key)) return;
        window.removeEventListener('keydown', onKey, true);
        const pressed = event.timeStamp;
        let framesBefore = 0;
        const look = (): void => {
          requestAnimationFrame(() => {
            if (performance.now() - pressed > 2_000) resolve(null);
            else if (changed()) finish(performance.now());
            else {
              framesBefore += 1;
              look();
            }
          });
        };
        const finish = (began: number): void => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => {
            const now = performance.now();
            const [painted, inFrame] = [now - pressed, now - began];
            afterFrame((frameStart) => resolve({ painted, inFrame, nextFrame: frameStart - pressed, framesBefore }));
          };
          port2.postMessage(null);
        };
        look();
      };
      window.addEventListener('keydown', onKey, true);
      setTimeout(() => resolve(null), 4_000);
    });
  };
}
