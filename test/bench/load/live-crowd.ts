import { SHARED_STREAM } from '#shared/domain/sync/entity.ts';
import type { Live } from '#shared/domain/sync/exchange.ts';
import { answer } from '../sync/answer.mjs';
import { Caller } from './caller.ts';
import { Heard } from './heard.ts';
import { LiveLink } from './live-link.ts';
import { streamsOf, type Member } from './members.ts';

/** Many desks in one process that only listen: each follows its streams by the numbers of their commits. */
interface Listener {
  readonly member: Member;
  token: string;
  link: LiveLink | null;
  readonly cursors: Map<string, number>;
}

const AT_ONCE = 100;

let caller: Caller;
let port = 0;
let crowd: readonly Listener[] = [];
let gaps = 0;
const heard = new Heard();
let wanted: { readonly text: string; readonly at: bigint[]; readonly done: () => void } | null = null;
let allHeard: Promise<void> = Promise.resolve();

/** The time by a clock that all processes of this machine share. */
const now = (): bigint => process.hrtime.bigint();

function open({ address, members }: { readonly address: string; readonly members: readonly Member[] }): void {
  caller = new Caller(address, 16);
  port = caller.port;
  gaps = 0;
  crowd = members.map((member) => ({ member, token: '', link: null, cursors: new Map() }));
}

/** So many at once, until all are done. */
async function eachOf(work: (listener: Listener) => Promise<void>): Promise<void> {
  const waiting = crowd.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const listener of waiting) await work(listener);
    }),
  );
}

/** Milliseconds. */
async function timed(work: () => Promise<void>): Promise<number> {
  const from = now();
  await work();
  return Number(now() - from) / 1e6;
}

const tokens = (): Promise<number> =>
  timed(() =>
    eachOf(async (listener) => {
      const token = await caller.token(listener.member);
      if (typeof token !== 'string') throw new Error(`no token: ${String(token.status)}`);
      listener.token = token;
    }),
  );

/** Until each has been told where all its streams are. */
const connect = (): Promise<number> =>
  timed(() =>
    eachOf(
      (listener) =>
        new Promise((resolve, reject) => {
          const all = streamsOf(listener.member).length;
          listener.link = new LiveLink(port, listener.token, {
            onFrame: (frame) => {
              const live = heard.read(frame);
              if (live === null) return;
              follow(listener, live);
              if (listener.cursors.size === all) resolve();
            },
            onEnd: () => reject(new Error('a link ended before it was told anything')),
          });
        }),
    ),
  );

function follow({ cursors }: Listener, { stream, prev, seq, entries }: Live): void {
  const cursor = cursors.get(stream);
  if (cursor !== undefined && cursor !== prev) gaps += 1;
  cursors.set(stream, seq);
  if (wanted === null || stream === SHARED_STREAM || entries.length === 0) return;
  if (!isTold(entries)) return;
  wanted.at.push(now());
  if (wanted.at.length === crowd.length) wanted.done();
}

let lastAsked: { readonly entries: Live['entries']; readonly text: string; readonly told: boolean } | null = null;

function isTold(entries: Live['entries']): boolean {
  const text = wanted?.text ?? '';
  if (lastAsked?.entries === entries && lastAsked.text === text) return lastAsked.told;
  const told = entries.some(({ values }) => Object.values(values ?? {}).includes(text));
  lastAsked = { entries, text, told };
  return told;
}

/** From now on it is noted who hears of a text. */
function expect({ text }: { readonly text: string }): void {
  allHeard = new Promise((done) => (wanted = { text, at: [], done }));
}

/** When half of them and when the last had heard it. */
async function whenHeard(): Promise<readonly string[]> {
  await allHeard;
  const at = wanted?.at ?? [];
  wanted = null;
  return [at[at.length >> 1], at.at(-1)].map(String);
}

function leave(): void {
  for (const { link } of crowd) link?.close();
  crowd = [];
}

answer({ open, tokens, connect, expect, whenHeard, gaps: () => gaps, leave });
