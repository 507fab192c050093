import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Failure } from '#shared/contract/failure.ts';
import { useDesk } from '../store/desk.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How many days of the calendar lie between today and the day of `at`. */
function daysFromToday(at: number): number {
  const today = new Date().setHours(0, 0, 0, 0);
  // Rounded, because a day with a change of the clock is an hour longer or shorter.
  return Math.round((new Date(at).setHours(0, 0, 0, 0) - today) / DAY);
}

/** Moments and lengths of time in the words of the chosen language. */
export function useFormat(): {
  clock: (at: number) => string;
  clockSeconds: (at: number) => string;
  moment: (at: number) => string;
  short: (at: number) => string;
  full: (at: number) => string;
  day: (at: number) => string;
  date: (day: string) => string;
  count: (value: number) => string;
  remaining: (ms: number) => string;
  span: (ms: number) => string;
  stopwatch: (ms: number) => string;
} {
  const { t, locale } = useI18n();
  const time = (options: Intl.DateTimeFormatOptions): ComputedRef<Intl.DateTimeFormat> =>
    computed(() => new Intl.DateTimeFormat(locale.value, { hourCycle: 'h23', ...options }));
  const clockFormat = time({ hour: '2-digit', minute: '2-digit' });
  const secondsFormat = time({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const dayFormat = time({ month: 'short', day: 'numeric', weekday: 'short', hour: '2-digit', minute: '2-digit' });
  const DAY_ALONE = { month: 'long', day: 'numeric', weekday: 'short' } as const;
  const dayAloneFormat = computed(() => new Intl.DateTimeFormat(locale.value, DAY_ALONE));
  const dayOfYearFormat = computed(() => new Intl.DateTimeFormat(locale.value, { year: 'numeric', ...DAY_ALONE }));
  const weekdayFormat = computed(() => new Intl.DateTimeFormat(locale.value, { weekday: 'short' }));
  const dateFormat = computed(() => new Intl.DateTimeFormat(locale.value, { month: 'numeric', day: 'numeric' }));
  const longDateFormat = computed(() => new Intl.DateTimeFormat(locale.value, { dateStyle: 'long' }));
  const fullFormat = time({
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    weekday: 'long',
    hour: '2-digit',
    minute: '2-digit',
  });
  const numberFormat = computed(() => new Intl.NumberFormat(locale.value));
  const two = (value: number): string => String(value).padStart(2, '0');

  return {
    clock: (at) => clockFormat.value.format(at),
    clockSeconds: (at) => secondsFormat.value.format(at),
    /** The clock time of today, with day and weekday for every other day. */
    moment: (at) =>
      new Date(at).toDateString() === new Date().toDateString()
        ? clockFormat.value.format(at)
        : dayFormat.value.format(at),
    /** As `moment`, in little room: by the name of the day while it is clear which, the date alone after that. */
    short: (at) => {
      const days = daysFromToday(at);
      const clock = clockFormat.value.format(at);
      if (days === 0) return clock;
      if (days === 1) return t('time.tomorrow', { clock });
      if (days === -1) return t('time.yesterday', { clock });
      return Math.abs(days) < 7 ? `${weekdayFormat.value.format(at)} ${clock}` : dateFormat.value.format(at);
    },
    full: (at) => fullFormat.value.format(at),
    /** The day alone; its year where that is not this one. */
    day: (at) => {
      const isThisYear = new Date(at).getFullYear() === new Date().getFullYear();
      return (isThisYear ? dayAloneFormat : dayOfYearFormat).value.format(at);
    },
    /** A day of the calendar, `YYYY-MM-DD`. */
    date: (day) => longDateFormat.value.format(new Date(`${day}T00:00`)),
    count: (value) => numberFormat.value.format(value),
    /** Short enough for the middle of a ring: `18″`, `+4′`, `2h`, `3d`. */
    remaining: (ms) => {
      const sign = ms < 0 ? '+' : '';
      const size = Math.abs(ms);
      // What is left is rounded up, so that the ring never says 0 before it is due.
      if (size < MINUTE) return `${sign}${String(ms < 0 ? Math.floor(size / 1000) : Math.ceil(size / 1000))}″`;
      if (size < HOUR) return `${sign}${String(Math.floor(size / MINUTE))}′`;
      if (size < DAY) return `${sign}${String(Math.floor(size / HOUR))}h`;
      return `${sign}${String(Math.floor(size / DAY))}d`;
    },
    /** In words: whole hours as hours, everything else as minutes. */
    span: (ms) =>
      ms % HOUR === 0 ? t('time.hours', { count: ms / HOUR }) : t('time.minutes', { count: Math.round(ms / MINUTE) }),
    /** `03:42`, `1:03:42`. */
    stopwatch: (ms) => {
      const seconds = Math.max(0, Math.floor(ms / 1000));
      const minutes = Math.floor(seconds / 60);
      const hours = Math.floor(minutes / 60);
      return hours > 0
        ? `${String(hours)}:${two(minutes % 60)}:${two(seconds % 60)}`
        : `${two(minutes)}:${two(seconds % 60)}`;
    },
  };
}

interface FailureText {
  readonly what: string;
  readonly next: string;
  /** The one after the other; Chinese has no space between sentences. */
  readonly both: string;
}

/** What happened and what to do about it, for every code of the contract. */
export function useFailureText(): (failure: Failure) => FailureText {
  const { t, te } = useI18n();
  const desk = useDesk();
  return (failure) => {
    const key = `failure.${failure.code}`;
    const facts: Record<string, string | number> = { ...failure.facts };
    if (typeof facts.action === 'string') facts.action = t(`action.${facts.action}`);
    if (typeof facts.fields === 'string') {
      const pack = desk.focused === null ? desk.activePack : desk.packOf(desk.focused);
      const all = [...(pack?.commonFields ?? []), ...(pack?.scenarios.flatMap((scenario) => scenario.fields) ?? [])];
      facts.fields = facts.fields
        .split(',')
        .map((id) => all.find((field) => field.id === id.trim())?.label ?? id)
        .join(t('sentences.separator'));
    }
    const known = te(`${key}.what`);
    const what = t(known ? `${key}.what` : 'failure.internal.what', facts);
    const next = t(known ? `${key}.next` : 'failure.internal.next', facts);
    return { what, next, both: t('sentences.both', { what, next }) };
  };
}
