import { enrol } from '#core/sync/membership.ts';
import { HttpTransport } from '#core/sync/http-transport.ts';
import type { Enrolled } from '#core/sync/status.ts';
import { systemClock } from '#core/system-clock.ts';

/** A desk's way to a service, in a process of its own: `asker.ts ADDRESS CODE`. Prints what came of joining and of what follows. */
const [address = '', code = ''] = process.argv.slice(2);
const transport = new HttpTransport(systemClock);
const joined = await enrol(transport, address, code, '周宁');
const told = joined.ok ? await heard(joined.value) : joined.error.code;
process.stdout.write(`${told}\n`);

async function heard(enrolled: Enrolled): Promise<string> {
  const keys = await transport.parcelKeys(enrolled);
  if (!keys.ok) return keys.error.code;
  return new Promise((resolve) => {
    const listener = { onCommit: () => resolve('hears'), onOthers: () => undefined };
    transport.listen(enrolled, listener, () => resolve('hears nothing'));
  });
}

process.exit();
