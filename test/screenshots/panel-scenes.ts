import { desk, type Scene } from './scene.ts';
import { holding, recording } from './steps.ts';

/** The panel, in the desk and in a window of its own. */
export const PANEL_SCENES: readonly Scene[] = [
  {
    name: 'panel-docked',
    arrange: desk(async (studio) => {
      await holding(studio);
      await studio.press('Control+Alt+Space');
      await studio.page.getByTestId('panel').waitFor({ state: 'visible' });
    }),
  },
  {
    name: 'panel',
    ownSize: true,
    arrange: async (studio) => {
      await holding(studio);
      await studio.press('Escape');
      const panel = await studio.openPanel();
      await panel.locator('[data-line-id=soothe-understand][aria-current]').waitFor();
      for (let steps = 0; steps < 2; steps += 1) await panel.keyboard.press('ArrowDown');
      await panel.locator('[data-line-id=solve-plan][aria-current]').waitFor();
      return panel;
    },
  },
  {
    name: 'panel-situations',
    ownSize: true,
    arrange: async (studio) => {
      await recording(studio);
      const panel = await studio.openPanel();
      await panel.keyboard.press('0');
      await panel.locator('[role=menu]').waitFor();
      return panel;
    },
  },
  {
    name: 'panel-callback',
    ownSize: true,
    arrange: async (studio) => {
      await recording(studio);
      const panel = await studio.openPanel();
      await panel.keyboard.press('b');
      await panel.getByTestId('callback-popover').waitFor();
      return panel;
    },
  },
];
