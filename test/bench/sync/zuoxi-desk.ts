import type { CaseId } from '#shared/base/ids.ts';
import { ok } from '#shared/base/result.ts';
import { openDatabase } from '#core/database/open.ts';
import { silentLog } from '#core/log.ts';
import { HttpTransport } from '#core/sync/http-transport.ts';
import { systemClock } from '#core/system-clock.ts';
import { systemRandom } from '#core/system-randomness.ts';
import { createWorkstation, type Workstation } from '#core/workstation.ts';
import { RESOURCES, TEST_KEY, value, zhPack } from '#kit/desk.ts';
import { FakeHost } from '#kit/fake-host.ts';
import { answer } from './answer.mjs';
import { sampleCase, sampleId } from './sample-case.mjs';

interface Wish {
  readonly folder: string;
  readonly address: string;
  readonly ticket: string;
  /** `pull`: it takes no image. */
  readonly way: 'image' | 'pull';
}

class Transport extends HttpTransport {
  override image(...asked: Parameters<HttpTransport['image']>): ReturnType<HttpTransport['image']> {
    return given.way === 'pull' ? Promise.resolve(ok(null)) : super.image(...asked);
  }
}

const MADE_AT_ONCE = 200;
let desk: Workstation | null = null;
let given: Pick<Wish, 'address' | 'ticket' | 'way'> = { address: '', ticket: '', way: 'image' };

function parts(): Workstation['parts'] {
  if (desk === null) throw new Error('not open');
  return desk.parts;
}

/** The real core on its encrypted database, with the real way to the service; only windows are missing. */
function open(wish: Wish): void {
  given = wish;
  const database = value(openDatabase(wish.folder, TEST_KEY));
  desk = createWorkstation({
    ...{ host: new FakeHost(), database, clock: systemClock, pack: zhPack(), log: silentLog },
    ...{ timeZone: 'Asia/Shanghai', resources: RESOURCES },
    ...{ transport: new Transport(systemClock), random: systemRandom },
  });
  const who = { company: '云雀数码', department: '', agentName: '周宁', agentNumber: '1027', sampleData: false };
  value(desk.parts.setUp.run(who));
  desk.start();
}

/** Resolves with the first news after which it is so. */
function until(holds: () => boolean): Promise<void> {
  if (holds()) return Promise.resolve();
  return new Promise((resolve) => {
    const subscription = parts().store.onNews(() => {
      if (!holds()) return;
      subscription.dispose();
      resolve();
    });
  });
}

async function join(): Promise<void> {
  value(await parts().sync.enrol(given.address, given.ticket, '周宁'));
}

function isCurrent(): boolean {
  const { phase, pending } = parts().sync.view();
  return phase === 'current' && pending === 0;
}

function count(): number {
  return parts().store.database.prepare<[], number>('SELECT count(*) FROM service_case').pluck().get() ?? 0;
}

async function firstSync({ cases }: { readonly cases: number }): Promise<number> {
  await join();
  await until(() => isCurrent() && count() >= cases);
  return count();
}

/** Answers with the number of ops. */
function make({ from, count }: { readonly from: number; readonly count: number }): number {
  const { store, cases, packs } = parts();
  const before = store.journal.lastSeq();
  for (let at = from; at < from + count; at += MADE_AT_ONCE) {
    const made = store.write((unit) => {
      for (let n = at; n < Math.min(from + count, at + MADE_AT_ONCE); n += 1) {
        cases.create(unit, { phone: sampleCase(n).phone, packHash: packs.active, scenario: 'consult' });
      }
      return ok();
    });
    value(made);
  }
  return store.journal.lastSeq() - before;
}

/** Sends and fetches until there is nothing left. */
async function current(): Promise<void> {
  parts().sync.poke();
  await until(isCurrent);
}

const idOf = (n: number): CaseId => sampleId('case', n) as CaseId;

/** Answers with when it was committed, by a clock that all processes of this machine share. */
function edit({ n, text }: { readonly n: number; readonly text: string }): string {
  value(parts().cases.edit(idOf(n), 'facts', text));
  value(parts().cases.settle(idOf(n)));
  return String(process.hrtime.bigint());
}

function sees({ n, text }: { readonly n: number; readonly text: string }): Promise<void> {
  return until(() => parts().cases.view(idOf(n))?.fields.facts === text);
}

answer({ open, firstSync, make, push: current, live: current, edit, sees });
