import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Wire } from '#core/wire/wire.ts';
import { databasePrint } from '#kit/database-print.ts';
import { TestDesk } from '#kit/desk.ts';
import { WireClient } from '#kit/wire-client.ts';
import { workstationContract, type Laid } from './workstation-contract.ts';

/** Structured clones, as between the processes of Electron: more passes than through JSON. */
function lay(desk: TestDesk): Laid {
  const ports: MessagePort[] = [];
  return {
    window: () => {
      const { port1, port2 } = new MessageChannel();
      ports.push(port1);
      desk.workstation.connect(wireOf(port2), 'desk');
      return Promise.resolve(wireOf(port1));
    },
    close: () => {
      for (const port of ports) port.close();
      return Promise.resolve();
    },
  };
}

function wireOf(port: MessagePort): Wire {
  return {
    post: (data) => port.postMessage(data),
    on: (listener) => {
      port.on('message', listener);
      return () => port.off('message', listener);
    },
  };
}

workstationContract('over a message port', (desk) => Promise.resolve(lay(desk)));

describe('what only a structured clone can carry', () => {
  let desk: TestDesk;
  let laid: Laid;
  let window: WireClient;
  beforeEach(async () => {
    desk = new TestDesk();
    await desk.setUp();
    laid = lay(desk);
    window = new WireClient(await laid.window());
  });
  afterEach(async () => {
    await laid.close();
    desk.dispose();
  });

  test('is refused where JSON has no such value', async () => {
    const circle: Record<string, unknown> = { on: true };
    circle.self = circle;
    const before = databasePrint(desk.database);
    const payloads = [
      undefined,
      new Map([['on', true]]),
      new Set([1]),
      new Date(0),
      5n,
      Buffer.from('on'),
      circle,
      /x/,
    ];
    for (const payload of [...payloads, { on: new Date(0) }, { on: 1n }]) {
      expect(await window.ask('desk.break', payload)).toMatchObject({
        ok: false,
        error: { code: 'malformed-request' },
      });
    }
    for (const method of [undefined, 5n, Buffer.from('desk.break'), new Map()]) {
      const answer = await window.ask(method as unknown as string, { on: true });
      expect(answer).toEqual({ ok: false, error: { code: 'unknown-method' } });
    }
    expect(databasePrint(desk.database)).toEqual(before);
  });

  test('a member that is undefined counts as left out, as it is in JSON', async () => {
    expect(await window.ask('settings.change', { company: undefined, theme: 'dark' })).toEqual({ ok: true });
    expect(desk.state().settings).toMatchObject({ company: '云雀数码', theme: 'dark' });
  });
});
