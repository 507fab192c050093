import type { Clock } from '#shared/base/clock.ts';
import { ok } from '#shared/base/result.ts';
import type { Break } from './machine.ts';

/** Deliberate breaks of the countdowns, each put around them from outside. The oracle must notice every one. */
export const BREAKS: readonly Break[] = [
  {
    name: 'everything fires again after a restart',
    workstation: (_, { database }) => database.exec(`UPDATE countdown SET phase = 'running', next_at = due_at`),
  },
  {
    name: 'a change of the clock is not noticed',
    clock: (own, clock) => ({ ...parts(own), sinceBoot: () => clock.wall() }),
  },
  {
    name: 'a change of the clock is followed twice',
    workstation: ({ parts: { contacts } }) => {
      const shift = contacts.shiftClock.bind(contacts);
      contacts.shiftClock = (unit, byMs) => {
        shift(unit, byMs);
        shift(unit, byMs);
      };
    },
  },
  {
    name: 'callbacks do not follow a change of the clock',
    database: (database) =>
      database.exec(`CREATE TEMP TRIGGER stay AFTER UPDATE OF starts_at ON main.countdown WHEN NEW.callback_id IS NOT NULL
        BEGIN UPDATE countdown SET due_at = OLD.due_at, next_at = OLD.next_at WHERE id = NEW.id; END`),
  },
  {
    name: 'a warning counts as due',
    database: (database) =>
      database.exec(`CREATE TEMP TRIGGER hasty AFTER UPDATE OF phase ON main.countdown WHEN NEW.phase = 'warned'
        BEGIN UPDATE countdown SET next_at = NULL WHERE id = NEW.id; END`),
  },
  {
    name: 'the timer is not armed again after a commit',
    clock: (own, clock) => {
      // A timer that was armed is kept, and a sooner one is not taken.
      let armed: { at: number } | null = null;
      return {
        ...parts(own),
        after: (delay, run) => {
          const at = clock.real() + delay;
          if (delay > 1_000) return clock.after(delay, run);
          if (armed !== null && armed.at > clock.real()) return { dispose: () => undefined };
          armed = { at };
          return { ...clock.after(delay, run), dispose: () => undefined };
        },
      };
    },
  },
  {
    name: 'nothing is looked at when the desk starts',
    workstation: ({ parts: { countdowns } }) => {
      const evaluate = countdowns.evaluate.bind(countdowns);
      let started = false;
      countdowns.evaluate = () => {
        if (started) evaluate();
        started = true;
      };
    },
  },
  {
    name: 'nothing is looked at before what is done now',
    workstation: ({ parts: { store } }) => {
      store.beforeWrite = () => undefined;
    },
  },
  {
    name: 'sleep is taken for a change of the clock',
    clock: (own, clock) => {
      let awake = 0;
      let before = clock.real();
      return {
        ...parts(own),
        sinceBoot: () => {
          const passed = clock.real() - before;
          before = clock.real();
          awake += Math.min(passed, 1_000);
          return awake;
        },
      };
    },
  },
  {
    name: 'people are told twice',
    workstation: (_, { host }) => {
      const notify = host.notify.bind(host);
      host.notify = (notification) => {
        notify(notification);
        notify(notification);
      };
    },
  },
  {
    name: 'the end of a pause sets nothing off',
    workstation: ({ parts: { contacts } }) => {
      contacts.attemptIn = () => ok();
    },
  },
  {
    name: 'a resume event is not heard, and timers stop after sleep',
    clock: (own, clock) => ({
      ...parts(own),
      after: (delay, run) => {
        const armedAt = clock.real();
        return clock.after(delay, () => clock.real() - armedAt <= delay && run());
      },
    }),
  },
];

function parts(clock: Clock): Clock {
  return {
    wall: () => clock.wall(),
    sinceBoot: () => clock.sinceBoot(),
    bootId: () => clock.bootId(),
    after: (delay, run) => clock.after(delay, run),
  };
}
