import { createServer, type AddressInfo, type Socket } from 'node:net';
import { writeLive } from '#shared/contract/sync.ts';
import { SHARED_STREAM } from '#shared/domain/sync/entity.ts';
import type { Live } from '#shared/domain/sync/exchange.ts';
import { branchStream } from '../../../src-service/identity/devices.ts';
import { answer } from '../sync/answer.mjs';

/** The least that can tell everybody: sockets that are written to. It knows nobody, keeps nothing and waits for no disk. */
const sockets = new Set<Socket>();
const epoch = '019c0000-0000-7000-8000-000000000000';
let [home, seq] = ['', 0];

const frame = (live: Omit<Live, 'epoch'>): Buffer =>
  Buffer.from(`event: commit\ndata: ${writeLive({ epoch, ...live })}\n\n`);

function open({ branch }: { readonly branch: string }): Promise<string> {
  home = branchStream(branch);
  const server = createServer({ noDelay: true }, (socket) => {
    socket.once('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
    socket.once('data', () => {
      sockets.add(socket);
      const none = { prev: seq, seq, entries: [] };
      for (const stream of [home, SHARED_STREAM]) socket.write(frame({ stream, ...none }));
    });
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`));
  });
}

/** Answers with when it began. */
function tell({ text }: { readonly text: string }): string {
  const began = process.hrtime.bigint();
  seq += 1;
  const stamp = { wall: 1_772_000_000_000, counter: 0, device: epoch, op: seq, name: 'a'.repeat(24) };
  const entry = { seq, entity: 'case', id: epoch, before: seq - 1, values: { 'fields.facts': text }, stamps: {} };
  const told = frame({
    ...{ stream: home, prev: seq - 1, seq },
    entries: [{ ...entry, stamps: { 'fields.facts': stamp } }],
  });
  for (const socket of sockets) socket.write(told);
  return String(began);
}

answer({ open, tell });
