import { expect, test } from 'vitest';
import { silentLog } from '#core/log.ts';
import { serveWire, type Handlers } from '#core/wire/serve.ts';
import { WireClient } from '#kit/wire-client.ts';
import { wirePair } from '#kit/wire-pair.ts';

test('what a window answers reaches the workstation', async () => {
  const [near, far] = wirePair();
  const end = serveWire(far, {} as Handlers<null>, null, silentLog);
  const window = new WireClient(near);

  expect(await end.window.writeClipboard('您好')).toBe(true);
  expect(window.clipboard).toBe('您好');

  window.clipboardWorks = false;
  expect(await end.window.writeClipboard('再见')).toBe(false);
});
