// A new desk joins a service and has everything: in a process of its own, so that nothing is warm. `pull` takes no image.
import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { openDatabase } from '#core/database/open.ts';
import { silentLog } from '#core/log.ts';
import { HttpTransport } from '#core/sync/http-transport.ts';
import { systemClock } from '#core/system-clock.ts';
import { localTimeZone } from '#core/time-of-day.ts';
import { createWorkstation } from '#core/workstation.ts';
import { ok } from '#shared/base/result.ts';
import { RESOURCES, TEST_KEY, value, zhPack } from '#kit/desk.ts';
import { FakeHost } from '#kit/fake-host.ts';

const [folder = '', service = '', code = '', way = '', expected = ''] = process.argv.slice(2);
const sockets = new Set<Socket>();
subscribe('undici:client:connected', (told) => sockets.add((told as { readonly socket: Socket }).socket));

class Transport extends HttpTransport {
  override image(...asked: Parameters<HttpTransport['image']>): ReturnType<HttpTransport['image']> {
    return way === 'pull' ? Promise.resolve(ok(null)) : super.image(...asked);
  }
}

const database = value(openDatabase(folder, TEST_KEY));
const workstation = createWorkstation({
  ...{ host: new FakeHost(), database, clock: systemClock, pack: zhPack(), log: silentLog },
  ...{ timeZone: localTimeZone(), resources: RESOURCES, transport: new Transport(systemClock), random: () => 0.5 },
});
const { sync, store } = workstation.parts;
workstation.start();
const [before, used] = [performance.now(), process.cpuUsage()];
const count = database.prepare<[], number>('SELECT count(*) FROM row_version').pluck();
const isHere = (): boolean => sync.view().phase === 'current' && count.get() === Number(expected);
const current = new Promise<void>((resolve) => store.onCommit(() => isHere() && resolve()));
value(await sync.enrol(service, code, ''));
await current;
const ms = performance.now() - before;
const cpu = process.cpuUsage(used);
const bytes = [...sockets].reduce((sum, socket) => sum + socket.bytesRead + socket.bytesWritten, 0);
process.stdout.write(JSON.stringify({ ms, cpu: (cpu.user + cpu.system) / 1_000, bytes, rows: count.get() }));
workstation.dispose();
database.close();
