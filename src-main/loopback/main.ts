import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Disposable } from '#shared/base/disposable.ts';
import { lockFolder } from '#core/folder-lock.ts';
import { keyFile, PLAIN_KEY_FILE, WRAPPED_KEY_FILE } from '#core/key-file.ts';
import { fileLog } from '#core/log.ts';
import { openWorkstation } from '#core/open-workstation.ts';
import { systemClock } from '#core/system-clock.ts';
import type { Wire } from '#core/wire/wire.ts';
import type { Workstation } from '#core/workstation.ts';
import { keepPort, lastPort } from './last-port.ts';
import { LoopbackHost } from './loopback-host.ts';
import { openBrowser } from './open-browser.ts';
import { readOptions, type Options } from './options.ts';
import { listen } from './server.ts';
import { say, sayFailure } from './words.ts';

const NOBODY: Disposable = { dispose: () => undefined };

/** The desk in the browser of this machine: the same workstation and pages, for where no Electron can be had. */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (!options.ok) {
    say(options.error.code, { value: options.error.value });
    return 2;
  }
  if (options.value.help) {
    say('help', {});
    return 0;
  }
  return run(options.value);
}

async function run(options: Options): Promise<number> {
  const { dataFolder } = options;
  const root = fileURLToPath(new URL('../..', import.meta.url));
  let lock;
  try {
    lock = lockFolder(dataFolder);
  } catch {
    sayFailure({ code: 'folder-not-writable', folder: dataFolder });
    return 1;
  }
  if (!lock.ok) {
    const address = lock.error.holder?.address ?? null;
    say(address === null ? 'runs-elsewhere' : 'runs-already', { address: address ?? '', folder: dataFolder });
    if (address !== null && options.open) await openBrowser(address);
    return 0;
  }
  if (isOfDesktop(dataFolder)) {
    say('key-in-system-store', { folder: dataFolder });
    lock.value.release();
    return 1;
  }

  const host = new LoopbackHost();
  const log = fileLog(dataFolder);
  // The port comes first: when it is taken, the data is not even opened. Until the address is told nobody can connect.
  let workstation: Workstation | null = null;
  const server = await listenAsWished(options, {
    pages: join(root, 'out', 'renderer'),
    connect: (wire) => (workstation === null ? NOBODY : connectWindow(workstation, host, wire)),
  });
  if (!server.ok) {
    say('port-taken', { port: String(server.error.port) });
    lock.value.release();
    return 1;
  }
  const opened = await openWorkstation({
    ...{ host, dataFolder, log },
    keyStore: keyFile(dataFolder),
    resources: join(root, 'resources'),
    // Beside the bundle; who runs the sources has none.
    builtPacks: join(import.meta.dirname, '..', 'packs'),
    clock: systemClock,
    ...(options.packFile === null ? {} : { packFile: options.packFile }),
  });
  if (!opened.ok) {
    log.error({ code: opened.error.code }, 'start failed');
    sayFailure(opened.error);
    await server.value.close();
    lock.value.release();
    return 1;
  }
  workstation = opened.value;
  const { address } = server.value;
  // Whoever reads the address may ask to stop at once: listen before it is told.
  const asked = new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  workstation.start();
  lock.value.announce({ pid: process.pid, address });
  if (options.port !== 0) keepPort(dataFolder, server.value.port);
  say('ready', { address, folder: dataFolder });
  if (options.open) await openBrowser(address);

  await asked;
  await server.value.close();
  workstation.dispose();
  lock.value.release();
  return 0;
}

/** On the port that was asked for and no other; when none was, where the desk was last, or else where there is room. */
async function listenAsWished(
  { port, dataFolder }: Options,
  served: Pick<Parameters<typeof listen>[0], 'pages' | 'connect'>,
): ReturnType<typeof listen> {
  if (port !== null) return listen({ port, ...served });
  const last = await listen({ port: lastPort(dataFolder) ?? 0, ...served });
  return last.ok ? last : listen({ port: 0, ...served });
}

/** Its key lies in the key store of the system, which only the desktop app can ask. */
function isOfDesktop(dataFolder: string): boolean {
  return existsSync(join(dataFolder, WRAPPED_KEY_FILE)) && !existsSync(join(dataFolder, PLAIN_KEY_FILE));
}

function connectWindow(workstation: Workstation, host: LoopbackHost, wire: Wire): Disposable {
  const connection = workstation.connect(
    {
      post: (data) => wire.post(data),
      on: (listener) =>
        wire.on((data) => {
          host.inFront(connection.window);
          listener(data);
        }),
    },
    'desk',
  );
  return {
    dispose: () => {
      host.gone(connection.window);
      connection.dispose();
    },
  };
}

process.exitCode = await main();
