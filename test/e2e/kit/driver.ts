import { temporaryFolder } from '#kit/desk.ts';
import { writePack, type ChangePack } from '#kit/changed-pack.ts';
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import type { DeskDriver } from './desk-driver.ts';
import { openElectron, whyNoElectron } from './electron-driver.ts';
import { openLoopback } from './loopback-driver.ts';
import { takePicture } from './picture.ts';
import { openStandIn } from './stand-in-driver.ts';

type Launch = () => Promise<DeskDriver>;

const LAUNCHERS: Readonly<Record<string, Launch>> = {
  loopback: () => openLoopback(),
  'stand-in': openStandIn,
  electron: openElectron,
};

/** Runs the specs of `body` once on every driver that this machine has; what cannot run says why. */
export function describeOnEachDriver(title: string, body: (driver: () => DeskDriver) => void): void {
  describeOn(LAUNCHERS, title, body);
}

/** For what is the page's alone and the same in every host. */
export function describeOnLoopback(
  title: string,
  body: (driver: () => DeskDriver) => void,
  args: readonly string[] = [],
): void {
  describeOn({ loopback: () => openLoopback(args) }, title, body);
}

/** A desk with another pack: the default one with what `change` makes of it. */
export function describeWithPack(title: string, change: ChangePack, body: (driver: () => DeskDriver) => void): void {
  describe(title, () => {
    const folder = temporaryFolder('pack');
    afterAll(() => folder.remove());
    describeOn({ loopback: () => openLoopback(['--pack', writePack(folder.path, change)]) }, title, body);
  });
}

function describeOn(launchers: typeof LAUNCHERS, title: string, body: (driver: () => DeskDriver) => void): void {
  for (const [name, launch] of Object.entries(launchers)) {
    const reason = name === 'electron' ? whyNoElectron() : null;
    if (reason !== null) {
      describe.skip(`${title} [${name}: ${reason}]`, () => body(() => unavailable(reason)));
      continue;
    }
    describe(`${title} [${name}]`, () => {
      let driver: DeskDriver | null = null;
      beforeAll(async () => {
        driver = await launch();
      });
      afterEach(async ({ task }) => {
        if (driver === null || task.result?.state !== 'fail') return;
        await takePicture(driver.desk, `${driver.name} ${title} ${task.name}`);
      });
      afterAll(async () => {
        await driver?.close();
      });
      body(() => driver ?? unavailable('not launched'));
    });
  }
}

function unavailable(reason: string): never {
  throw new Error(`no driver: ${reason}`);
}
