import { answer } from '../sync/answer.mjs';
import { Caller } from './caller.ts';
import { Heard } from './heard.ts';
import type { Member } from './members.ts';
import { StormDesk, type Tally } from './storm-desk.ts';
import { packed } from './wire.ts';
import { OPS_OF_A_CONTACT, workday } from './workday.ts';

/** Many desks in one process that come back at once. */
export interface StormWish {
  readonly address: string;
  readonly members: readonly Member[];
  readonly contacts: number;
  /** One of so many follows all that it is told to the letter. */
  readonly exactly: number;
}

export interface StormTally extends Omit<Tally, 'refused'> {
  readonly refused: Readonly<Record<string, number>>;
}

let desks: readonly StormDesk[] = [];
const tally: Tally = { exchanges: 0, entries: 0, told: 0, compared: 0, refused: new Map() };
const waiting = new Set<() => void>();

function open({ address, members, contacts, exactly }: StormWish): void {
  const caller = new Caller(address);
  const heard = new Heard();
  const onNews = (): void => {
    for (const look of waiting) look();
  };
  desks = members.map((member, at) => {
    const push = packed(workday(member, contacts));
    return new StormDesk(
      member,
      push,
      contacts * OPS_OF_A_CONTACT,
      { caller, heard, tally, onNews },
      at % exactly === 0,
    );
  });
}

/** All at once; answers when nothing of theirs is left to send, with when that was, in ns. */
async function arrive(): Promise<string> {
  for (const desk of desks) void desk.run();
  const left = new Set(desks);
  await until(() => {
    for (const desk of left) {
      if (!desk.pushed) return false;
      left.delete(desk);
    }
    return true;
  });
  return String(process.hrtime.bigint());
}

/** How far each stream is, as far as somebody here has seen. */
function seen(): Readonly<Record<string, number>> {
  const far: Record<string, number> = {};
  for (const { cursors } of desks) {
    for (const [stream, seq] of Object.entries(cursors)) far[stream] = Math.max(far[stream] ?? 0, seq);
  }
  return far;
}

/** Answers when every desk has all of its streams, with when that was. */
async function settle({ heads }: { readonly heads: Readonly<Record<string, number>> }): Promise<string> {
  const left = new Set(desks);
  await until(() => {
    for (const desk of left) {
      if (Object.entries(desk.cursors).some(([stream, seq]) => seq < (heads[stream] ?? 0))) return false;
      left.delete(desk);
    }
    return true;
  });
  return String(process.hrtime.bigint());
}

/** Looks with every piece of news: as long as the first that is not done is not, that costs nothing. */
async function until(holds: () => boolean): Promise<void> {
  if (holds()) return;
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (!holds()) return;
      waiting.delete(look);
      resolve();
    };
    waiting.add(look);
  });
}

function leave(): StormTally {
  for (const desk of desks) desk.close();
  desks = [];
  return { ...tally, refused: Object.fromEntries(tally.refused) };
}

answer({ open, arrive, seen, settle, leave });
