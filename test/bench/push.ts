import { once } from 'node:events';
import { createServer, connect, type Socket } from 'node:net';
import type { Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/contract/failure.ts';
import { listen } from '../../src-main/loopback/server.ts';
import { value } from '#kit/desk.ts';
import { dial } from '#kit/dialled-window.ts';
import { Random } from '#kit/random.ts';
import { BenchDesk } from './bench-desk.ts';
import type { Bench } from './bench.ts';
import type { Figure } from './figure.ts';
import { seedCallbacks, seedCases } from './seed.ts';
import { percentile, shuffled } from './statistics.ts';

const CASES = 300;
const COUNTDOWNS = 50;
const ROUNDS = 400;
const WARM_UP = 20;
const DAY = 86_400_000;

/**
 * From the call of a command, its durable commit included, to the window that has read the change, over the real WebSocket. Both ends run in one process, so that their
 * work adds up as it does on a machine with one free core. Beside it, shuffled: the whole state sent at each change (the same
 * way), and the bytes alone over a bare socket.
 */
export const push: Bench = {
  name: 'push',
  about: 'from a command to the window, commit included, and the bytes of a push, with 300 cases and 50 countdowns',
  run: async ({ disk, quick }, tell) => {
    const desk = new BenchDesk(disk, 'push');
    const template = desk.openContact('call', '');
    desk.closeContact(template.contactId);
    seedCases(desk.database, template.contactId, CASES, Date.now());
    seedCallbacks(desk.database, COUNTDOWNS, Date.now() + DAY, 60_000, CASES);
    desk.workstation.parts.store.forget();
    const server = value(
      await listen({ port: 0, pages: disk, connect: (wire) => desk.workstation.connect(wire, 'desk') }),
    );
    const socket = await dial({ port: server.port, token: server.address.split('=')[1] ?? '' });
    const bare = await BareSocket.open();
    desk.workstation.start();
    try {
      const figures = await measure(desk, socket, bare, quick ? ROUNDS / 10 : ROUNDS);
      figures.forEach(tell);
    } finally {
      socket.close();
      bare.close();
      await server.close();
      desk.dispose();
    }
  },
};

async function measure(
  desk: BenchDesk,
  socket: WebSocket,
  bare: BareSocket,
  rounds: number,
): Promise<readonly Figure[]> {
  const { contacts, cases, projection } = desk.workstation.parts;
  const { contactId, caseId } = desk.openContact('call', '');
  const { stages, commonFields } = desk.pack.pack;
  const kinds = {
    stage: (round: number) => contacts.command(contactId, { type: 'enter-stage', stage: stages[round % 2]?.id ?? '' }),
    keystroke: (round: number) => cases.edit(caseId, commonFields[0]?.id ?? '', '充不进电'.repeat(1 + (round % 20))),
    hold: (round: number) =>
      contacts.command(
        contactId,
        round % 2 === 0 ? { type: 'start-hold', reason: null } : { type: 'end-hold', by: 'back' },
      ),
  } as const;
  const names = ['stage', 'keystroke', 'hold'] as const;
  const random = new Random(3);
  const samples = { stage: emptySamples(), keystroke: emptySamples(), hold: emptySamples() };
  for (let round = 0; round < rounds + WARM_UP; round += 1) {
    for (const name of shuffled(names, random)) {
      const arrived = nextMessage(socket);
      const before = performance.now();
      const done: Result<unknown, Failure> = kinds[name](round);
      value(done);
      const returned = performance.now() - before;
      const { at: moment, length } = await arrived;
      const { packs: _packs, ...state } = projection.open();
      const built = performance.now();
      const text = JSON.stringify(state);
      await bare.send(Buffer.byteLength(text));
      JSON.parse(text);
      const rival = returned + performance.now() - built;
      const sending = performance.now();
      await bare.send(length);
      if (round < WARM_UP) continue;
      samples[name].ours.push(moment - before);
      samples[name].returned.push(returned);
      samples[name].bytes.push(length);
      samples[name].whole.push(rival);
      samples[name].floor.push(performance.now() - sending);
    }
  }
  return names.flatMap((name) => [
    at(name, 0.5, samples[name]),
    at(name, 0.99, samples[name]),
    size(name, samples[name].bytes, projection.open()),
  ]);
}

interface Samples {
  /** From the call of the command to the window that has read its push. */
  readonly ours: number[];
  /** The part of it until the command returned: commit, projection, writing to the socket. */
  readonly returned: number[];
  readonly whole: number[];
  readonly floor: number[];
  readonly bytes: number[];
}

function emptySamples(): Samples {
  return { ours: [], returned: [], whole: [], floor: [], bytes: [] };
}

function at(name: string, p: number, { ours, returned, whole, floor }: Samples): Figure {
  const figure = { ours: percentile(ours, p), peer: percentile(whole, p), floor: percentile(floor, p) };
  const more = { untilReturned: percentile(returned, p), transport: figure.ours - percentile(returned, p) };
  return { name: `push.${name}.p${String(p * 100)}`, ...figure, unit: 'ms', n: ours.length, goal: null, more };
}

/** The peer sends all that a window shows, without the packs. */
function size(
  name: string,
  bytes: readonly number[],
  { packs: _packs, ...state }: object & { packs: unknown },
): Figure {
  const peer = Buffer.byteLength(JSON.stringify(state));
  const median = percentile(bytes, 0.5);
  const more = { most: Math.max(...bytes) };
  return { name: `push.${name}.bytes`, ours: median, peer, floor: null, unit: 'B', n: bytes.length, goal: null, more };
}

/** When the next message was read and parsed, and how long it was. */
function nextMessage(socket: WebSocket): Promise<{ readonly at: number; readonly length: number }> {
  return new Promise((resolve) => {
    const read = ({ data }: MessageEvent): void => {
      JSON.parse(String(data));
      resolve({ at: performance.now(), length: Buffer.byteLength(String(data)) });
    };
    socket.addEventListener('message', read, { once: true });
  });
}

/** Two ends of a bare TCP connection on this machine. */
class BareSocket {
  readonly #near: Socket;
  readonly #far: Socket;
  readonly #close: () => void;

  private constructor(near: Socket, far: Socket, close: () => void) {
    this.#near = near;
    this.#far = far;
    this.#close = close;
  }

  static async open(): Promise<BareSocket> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const bound = server.address();
    const near = connect(typeof bound === 'object' && bound !== null ? bound.port : 0, '127.0.0.1').setNoDelay();
    const [far] = (await once(server, 'connection')) as [Socket];
    return new BareSocket(near, far, () => server.close());
  }

  send(bytes: number): Promise<void> {
    return new Promise((resolve) => {
      let missing = bytes;
      const read = (chunk: Buffer): void => {
        missing -= chunk.length;
        if (missing > 0) return;
        this.#far.off('data', read);
        resolve();
      };
      this.#far.on('data', read);
      this.#near.write(Buffer.alloc(bytes));
    });
  }

  close(): void {
    this.#near.destroy();
    this.#far.destroy();
    this.#close();
  }
}
