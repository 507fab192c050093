// What of a start is the data layer's: opening, migrating, checking, restoring countdowns, the first projection and page.
// In a process of its own, so that nothing is warm; the loading of the code is not in it.
import { openDatabase } from '#core/database/open.ts';
import { silentLog } from '#core/log.ts';
import { systemClock } from '#core/system-clock.ts';
import { localTimeZone, startOfDay } from '#core/time-of-day.ts';
import { createWorkstation } from '#core/workstation.ts';
import { RESOURCES, TEST_KEY, value, zhPack } from '#kit/desk.ts';
import { FakeHost } from '#kit/fake-host.ts';
import { noService } from '#kit/no-service.ts';

const pack = zhPack();
const timeZone = localTimeZone();
const before = performance.now();
const database = value(openDatabase(process.argv[2] ?? '', TEST_KEY));
const opened = performance.now();
const workstation = createWorkstation({
  ...noService,
  ...{ host: new FakeHost(), database, clock: systemClock, pack, log: silentLog, timeZone, resources: RESOURCES },
});
workstation.start();
workstation.parts.projection.open();
workstation.parts.cases.list('all', startOfDay(Date.now(), timeZone), null, 50);
const ready = performance.now();
process.stdout.write(`${JSON.stringify({ open: opened - before, ready: ready - before })}\n`);
workstation.dispose();
database.close();
