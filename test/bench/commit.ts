import { value } from '#kit/desk.ts';
import { Random } from '#kit/random.ts';
import { BareSqlite } from './bare-sqlite.ts';
import { BenchDesk } from './bench-desk.ts';
import type { Bench } from './bench.ts';
import type { Figure } from './figure.ts';
import { RawLog } from './raw-log.ts';
import { SkippingClock } from './skipping-clock.ts';
import { median, percentile, shuffled } from './statistics.ts';

const ROUNDS = 1_500;
const WARM_UP = 300;
/** A contact lasts so many commands; then another one is begun, so that no contact grows without end. */
const COMMANDS_IN_A_CONTACT = 40;
const STEPS = 5;
const PAUSE_MS = 10_000;

interface Samples {
  readonly ours: number[];
  /** From the command to windows that were told of it, which is not part of the commit. */
  readonly told: number[];
  readonly raw: number[];
  readonly bare: number[];
}

/**
 * R-REC-2 and every hotkey wait for a commit. Beside each commit of ours, in shuffled order: the same bytes written raw and
 * forced to the same disk, and a bare SQLite commit of as many pages.
 */
export const commit: Bench = {
  name: 'commit',
  about: 'a durable commit of a contact command and of a keystroke, against raw write + fdatasync of the same bytes',
  run: async ({ disk, quick }, tell) => {
    const clock = new SkippingClock();
    const desk = new BenchDesk(disk, 'commit', clock);
    const raw = new RawLog(desk.folder.path);
    const bare = new BareSqlite(desk.folder.path, 16);
    try {
      const work = new Work(desk);
      // Each kind of command writes another number of pages: the rivals write as many.
      const sizes = { command: work.commandSizes(), edit: [work.walBytes(() => work.edit())] };
      const sizeOf = (kind: 'command' | 'edit'): number => sizes[kind][kind === 'command' ? work.step : 0] ?? 0;
      const samples = { command: emptySamples(), edit: emptySamples() };
      const random = new Random(1);
      const rounds = quick ? ROUNDS / 10 : ROUNDS;
      raw.warmUp();
      bare.warmUp(sizes.command[0] ?? 0);
      for (let round = -WARM_UP; round < rounds; round += 1) {
        for (const kind of shuffled(['command', 'edit'] as const, random)) {
          const bytes = sizeOf(kind);
          const rivals = { ours: () => work[kind](), raw: () => raw.write(bytes), bare: () => bare.commit(bytes) };
          for (const rival of shuffled(['ours', 'raw', 'bare'] as const, random)) {
            const before = performance.now();
            rivals[rival]();
            const took = performance.now() - before;
            if (rival === 'ours') desk.workstation.parts.store.tellNews();
            if (round < 0) continue;
            samples[kind][rival].push(took);
            if (rival === 'ours') samples[kind].told.push(performance.now() - before);
          }
        }
        if (round % COMMANDS_IN_A_CONTACT === 0) {
          work.nextContact();
          clock.skip(PAUSE_MS);
          await new Promise(setImmediate);
        }
      }
      for (const kind of ['command', 'edit'] as const) figures(kind, samples[kind], mean(sizes[kind])).forEach(tell);
    } finally {
      bare.close();
      raw.close();
      desk.dispose();
    }
  },
};

/** What an agent does all day: say a line, go on a stage, put on hold and come back; and type. */
class Work {
  readonly #desk: BenchDesk;
  readonly #chat;
  #call;
  step = 0;
  #typed = 0;

  constructor(desk: BenchDesk) {
    this.#desk = desk;
    this.#chat = desk.openContact('chat', '');
    this.#call = desk.openContact('call', '');
  }

  command(): void {
    const { contacts } = this.#desk.workstation.parts;
    const step = this.#steps()[this.step];
    if (step === undefined) throw new Error('no such step');
    this.step = (this.step + 1) % STEPS;
    value(contacts.command(this.#call.contactId, step));
  }

  #steps() {
    const { stages, lines } = this.#desk.pack.pack;
    return [
      { type: 'use-line', line: Object.values(lines)[0]?.[0]?.id ?? '', via: 'spoken' },
      { type: 'enter-stage', stage: stages[1]?.id ?? '' },
      { type: 'start-hold', reason: null },
      { type: 'end-hold', by: 'back' },
      { type: 'enter-stage', stage: stages[0].id },
    ] as const;
  }

  edit(): void {
    const field = this.#desk.pack.pack.commonFields[0]?.id ?? '';
    this.#typed = (this.#typed + 1) % 400;
    value(
      this.#desk.workstation.parts.cases.edit(
        this.#chat.caseId,
        field,
        '客户说充不进电'.repeat(10).slice(0, this.#typed % 70),
      ),
    );
  }

  nextContact(): void {
    this.#desk.closeContact(this.#call.contactId);
    this.#call = this.#desk.openContact('call', '');
    this.step = 0;
  }

  /** Bytes of each step, as it is after the first round. */
  commandSizes(): readonly number[] {
    const rounds = Array.from({ length: 6 }, () =>
      Array.from({ length: STEPS }, () => this.#desk.walBytesOf(() => this.command())),
    );
    return Array.from({ length: STEPS }, (_, step) => median(rounds.slice(1).map((round) => round[step] ?? 0)));
  }

  walBytes(work: () => void): number {
    return median(Array.from({ length: 25 }, () => this.#desk.walBytesOf(work)));
  }
}

function figures(kind: 'command' | 'edit', { ours, told, raw, bare }: Samples, walBytes: number): readonly Figure[] {
  const at = (p: number, most: number): Figure => {
    const figure = { ours: percentile(ours, p), peer: percentile(raw, p) };
    const name = `commit.${kind}.p${String(p * 100)}`;
    const sqlite = percentile(bare, p);
    const goal = { text: `≤ ${String(most)} × raw`, met: figure.ours <= most * figure.peer };
    const more = {
      walBytes,
      bareSqlite: sqlite,
      overBareSqlite: figure.ours / sqlite,
      windowsTold: percentile(told, p),
    };
    return { name, ...figure, floor: figure.peer, unit: 'ms', n: ours.length, goal, more };
  };
  return [at(0.5, 1.5), at(0.99, 4)];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0) / values.length;
}

function emptySamples(): Samples {
  return { ours: [], told: [], raw: [], bare: [] };
}
