import { shallowRef, type ShallowRef } from 'vue';
import { useRun } from '../store/run.ts';
import { useDesk } from '../store/desk.ts';
import { useShell } from '../store/shell.ts';

const WIDTH = 380;
const HEIGHT = 520;

interface Panel {
  /** The window that floats above all others, while there is one. */
  readonly floating: ShallowRef<Window | null>;
  toggle: () => void;
  /** Gives each floating window once; what is returned is called when it closes. */
  onFloating: (listener: (window: Window) => () => void) => void;
}

/**
 * The panel: a window of its own where the host has one, else a picture-in-picture window of the browser, else a column
 * of the desk.
 */
export function usePanel(): Panel {
  const desk = useDesk();
  const shell = useShell();
  const run = useRun();
  const floating = shallowRef<Window | null>(null);
  const listeners: ((window: Window) => () => void)[] = [];

  async function float(): Promise<void> {
    const open = window.documentPictureInPicture;
    if (open === undefined) return;
    try {
      const opened = await open.requestWindow({ width: WIDTH, height: HEIGHT });
      if (!shell.panelShown) {
        // Put away again before it came.
        opened.close();
        return;
      }
      for (const sheet of document.querySelectorAll('link[rel="stylesheet"], style')) {
        opened.document.head.append(sheet.cloneNode(true));
      }
      const ends = listeners.map((listener) => listener(opened));
      opened.addEventListener('pagehide', () => {
        for (const end of ends) end();
        floating.value = null;
        shell.panelShown = false;
      });
      floating.value = opened;
    } catch {
      // Refused (no gesture, no permission): the panel stays docked.
      floating.value = null;
    }
  }

  return {
    floating,
    toggle: () => {
      if (desk.state?.host.panelWindow === true) {
        // From the desk it is only ever asked for; the panel puts itself away.
        void run.request('desk.panel', { show: true });
        return;
      }
      if (shell.panelShown) {
        floating.value?.close();
        floating.value = null;
        shell.panelShown = false;
        return;
      }
      shell.panelShown = true;
      void float();
    },
    onFloating: (listener) => listeners.push(listener),
  };
}
