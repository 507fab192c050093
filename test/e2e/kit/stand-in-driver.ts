import { temporaryFolder } from '#kit/desk.ts';
import { launchStandIn } from '../../stand-in/driver.ts';
import type { DeskDriver } from './desk-driver.ts';

/** The true Electron bundles on the test-only stand-in for `electron`. */
export async function openStandIn(): Promise<DeskDriver> {
  const folder = temporaryFolder('stand-in');
  const standIn = await launchStandIn({ dataFolder: folder.path });
  return {
    name: standIn.name,
    get desk() {
      return standIn.desk;
    },
    get panel() {
      return standIn.panel;
    },
    chord: async (accelerator) => {
      const held = await standIn.press(accelerator);
      if (!held) throw new Error(`the desk does not hold ${accelerator}`);
    },
    clipboard: () => standIn.clipboard(),
    crash: async () => {
      await standIn.kill();
      await standIn.startAgain();
    },
    close: async () => {
      await standIn.close();
      folder.remove();
    },
  };
}
