import { writePush } from '#shared/contract/sync/ops.ts';
import { CHAIN_START, type Change, type Op } from '#shared/domain/sync/op.ts';
import { answer } from '../sync/answer.mjs';
import { sampleCase } from '../sync/sample-case.mjs';
import { Caller } from './caller.ts';
import type { Member } from './members.ts';
import { bodyOf, readRoughly, requestText, unpacked } from './wire.ts';

/** A desk on which somebody types: it sends one edit of its case after the other, each when the one before was answered. */
class Typist {
  readonly #member: Member;
  readonly #caller: Caller;
  readonly #cursors: Record<string, number> = {};
  #epoch: string | null = null;
  #token = '';
  #acknowledged = 0;
  #lastHash = CHAIN_START;
  readonly took: number[] = [];

  constructor(member: Member, caller: Caller) {
    this.#member = member;
    this.#caller = caller;
  }

  /** Gets a token and makes its case. */
  async begin(): Promise<void> {
    const token = await this.#caller.token(this.#member);
    if (typeof token !== 'string') throw new Error(`no token: ${String(token.status)}`);
    this.#token = token;
    const { surname, phone, number, owner, packHash } = sampleCase(1);
    const of = this.#member.device;
    const at = 1_772_000_000_000;
    await this.#push([
      { entity: 'customer', id: `c-${of}`, kind: 'insert', body: { surname, phone, createdAt: at } },
      {
        ...{ entity: 'case', id: of, kind: 'insert' },
        body: {
          ...{ number: `${number}-${of.slice(0, 8)}`, customerId: `c-${of}`, scenario: null, status: 'open' },
          ...{ owner, packHash, openedAt: at },
        },
      },
    ]);
  }

  async edit(): Promise<void> {
    const value = `第 ${String(this.#acknowledged)} 次补充`;
    const body = { field: 'facts', before: '', value, at: 1_772_000_000_000, by: '周宁', contactId: null };
    const of = this.#member.device;
    const from = performance.now();
    await this.#push([
      { entity: 'case', id: of, kind: 'update', body: { 'fields.facts': value } },
      { entity: 'case-revision', id: of, kind: 'append', body },
    ]);
    this.took.push(performance.now() - from);
  }

  async #push(changes: readonly Change[]): Promise<void> {
    const { device, home } = this.#member;
    const ops = changes.map((change, at): Op => {
      const seq = this.#acknowledged + at + 1;
      const place = { seq, wall: Date.now(), counter: at, stream: home, base: this.#cursors[home] ?? 0 };
      return { ...change, ...place, last: at === changes.length - 1 };
    });
    const push = JSON.stringify(writePush({ ops, prev: this.#lastHash }));
    const asked = { device, epoch: this.#epoch, cursors: this.#cursors, acknowledged: this.#acknowledged, push };
    const { body, headers } = bodyOf(requestText(asked));
    const answered = await this.#caller.post('/sync', body, { ...headers, authorization: `Bearer ${this.#token}` });
    const text = answered.encoding === 'zstd' ? unpacked(answered.body) : answered.body.toString();
    const reply = answered.status === 200 ? readRoughly(text) : null;
    if (reply?.lastSeq !== this.#acknowledged + ops.length) throw new Error(`not taken: ${text.slice(0, 300)}`);
    this.#epoch = reply.epoch;
    this.#acknowledged = reply.lastSeq;
    this.#lastHash = reply.lastHash;
    for (const { stream, to } of reply.pulls) this.#cursors[stream] = to;
  }
}

let typists: readonly Typist[] = [];

async function open({
  address,
  members,
}: {
  readonly address: string;
  readonly members: readonly Member[];
}): Promise<void> {
  const caller = new Caller(address);
  typists = members.map((member) => new Typist(member, caller));
  for (const typist of typists) await typist.begin();
}

/** All type at once for so long; answers with how long each push took. */
async function type({ forMs }: { readonly forMs: number }): Promise<readonly number[]> {
  const until = performance.now() + forMs;
  await Promise.all(
    typists.map(async (typist) => {
      typist.took.splice(0);
      while (performance.now() < until) await typist.edit();
    }),
  );
  return typists.flatMap(({ took }) => took);
}

answer({ open, type });
