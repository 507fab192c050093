import { afterEach, beforeEach, expect, test } from 'vitest';
import { FakeClock } from '#kit/fake-clock.ts';
import { openNewSqlite, type Opened } from '#kit/service/databases.ts';
import { LiveHub, type Listener } from '../../../src-service/live/hub.ts';
import { PresenceBoard } from '../../../src-service/presence/board.ts';

const BEAT = ': beat\n\n';
const clock = new FakeClock();
let opened: Opened;
let hub: LiveHub;

beforeEach(async () => {
  opened = await openNewSqlite();
  hub = new LiveHub(opened.database, clock, new PresenceBoard(opened.database, clock));
});
afterEach(async () => {
  hub.close();
  clock.forgetTimers();
  await opened.dispose();
});

interface Ear extends Listener {
  readonly heard: Uint8Array[];
  over: boolean;
}

function ear(device: string, until = Number.MAX_SAFE_INTEGER): Ear {
  const own: Ear = {
    ...{ device, streams: ['branch:hz', 'shared'], until, heard: [], over: false },
    send: (frame) => own.heard.push(frame) > 0,
    end: () => void (own.over = true),
  };
  return own;
}

const texts = ({ heard }: Ear): readonly string[] => heard.map((frame) => Buffer.from(frame).toString());

/** Timers fire, and what they began comes to its end. */
async function second(): Promise<void> {
  clock.pass(1_000);
  for (let round = 0; round < 20; round += 1) await new Promise(setImmediate);
}

test('every desk hears a beat within twenty seconds, and they are spread over those', async () => {
  const ears = Array.from({ length: 100 }, (_, at) => ear(`d${String(at)}`));
  for (const each of ears) await hub.join(each);
  for (let at = 1; at <= 20; at += 1) {
    await second();
    const beats = ears.flatMap(texts).filter((text) => text === BEAT).length;
    expect(beats).toBe(at * 5);
  }
  for (const each of ears) expect(texts(each).filter((text) => text === BEAT)).toHaveLength(1);
});

test('a single desk does not hear one more often', async () => {
  const alone = ear('alone');
  await hub.join(alone);
  for (let at = 0; at < 60; at += 1) await second();
  expect(texts(alone).filter((text) => text === BEAT)).toHaveLength(3);
});

test('a desk whose token is over is let go with its beat', async () => {
  const [old, fresh] = [ear('old', clock.wall() + 5_000), ear('fresh')];
  await hub.join(old);
  await hub.join(fresh);
  for (let at = 0; at < 45; at += 1) await second();
  expect([old.over, fresh.over, hub.size]).toEqual([true, false, 1]);
});

test('what is told to many is made once', async () => {
  const ears = [ear('a'), ear('b'), ear('c')];
  for (const each of ears) await hub.join(each);
  for (const each of ears) each.heard.splice(0);
  await opened.database.all(`INSERT INTO stream (id, head, high, low) VALUES ('branch:hz', 1, 0, 0)`);
  const log = 'INSERT INTO log (stream, seq, entries, bytes, body) VALUES ($1, $2, $3, $4, $5)';
  await opened.database.all(log, ['branch:hz', 1, 0, 7, '[[],[]]']);
  hub.touch(['branch:hz']);
  await second();
  const frames = ears.map(({ heard }) => heard.find((frame) => Buffer.from(frame).toString() !== BEAT));
  expect(Buffer.from(frames[0]!).toString()).toContain('event: commit');
  expect(new Set(frames).size).toBe(1);
});
