/** Mobile numbers of the mainland. */
const MOBILE = /^1[3-9]\d{9}$/;
/** Landlines of the mainland: a zero, the area (two digits where the first is 1 or 2, else three), seven or eight digits. */
const LANDLINE = /^0(?:[12]\d|[3-9]\d{2})\d{7,8}$/;
/** 400 and 800 numbers: ten digits, no area. */
const TOLL_FREE = /^[48]00\d{7}$/;
/** Landlines as they are dialled from abroad, without the zero of the area. */
const LANDLINE_FROM_ABROAD = /^(?:[12]\d|[3-9]\d{2})\d{7,8}$/;
/** Numbers of the mainland with its code but without a plus; no number within the country begins like that. */
const BARE_CODE = /^86(?=1[3-9]\d{9}$|0\d{9,11}$)/;

const SEPARATORS = /[\s.()[\]·]/gu;
const DASHES = /[-‐‑‒–—―−]/gu;
/** 转 801, 分机801, ext. 801, x801, #801; 13800001234-801 is told apart by what stands before it. */
const EXTENSION = /^(.*?)(?:转|轉|分机|分機|;?ext(?:ension|n)?|x|#|,|;)[:=]?(\d{1,6})$/u;
const DASHED_EXTENSION = /^(.+)-(\d{1,6})$/u;

/** More characters than any number is written with; what is longer was pasted into the wrong place. */
const LONGEST = 200;

/**
 * The form in which two ways of writing a number are equal: `138 0000 1234`, `+86 138-0000-1234` and `１３８００００１２３４` are all
 * `13800001234`; `(010) 1234 5678 转 801` is `01012345678x801`. Empty when there is nothing to compare: no digit, digits that
 * were made unreadable (`138****1234`), or a whole text. What is not the number of a telephone (the name of somebody in a chat) is compared
 * without spaces and case. Numbers of other countries keep all their digits. The form of a form is itself.
 */
export function phoneKey(typed: string): string {
  if (typed.length > LONGEST) return '';
  const form = simpler(typed);
  // What comes out can be simplified again when it was written in an odd way, such as with the code of the country twice.
  return form === typed ? form : phoneKey(form);
}

/** Whether there is a number in it that can be called; a word beside it, or another number, is no hindrance. */
export function isDialable(typed: string): boolean {
  return !typed.includes('*') && /\d(?:[\s.()-]*\d){2}/u.test(typed.normalize('NFKC'));
}

function simpler(typed: string): string {
  const text = typed
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{Cf}/gu, '');
  if (!/\d/u.test(text) || text.includes('*')) return '';
  // "+44 (0)20": the zero is dialled within the country only.
  const international = /^\s*(?:\+|00)/u.test(text) ? text.replace(/\(0\)/u, '') : text;
  const written = international.replace(SEPARATORS, '').replace(DASHES, '-');
  const [number, extension] = split(written);
  if (!isDigits(number)) return written;
  return extension === '' ? domestic(number) : `${domestic(number)}x${extension}`;
}

/** The number without dashes, and its extension. */
function split(written: string): readonly [string, string] {
  const named = EXTENSION.exec(written);
  const [, head = '', tail = ''] = named ?? [];
  if (isDigits(undashed(head))) return [undashed(head), tail];
  const [, start = '', end = ''] = DASHED_EXTENSION.exec(written) ?? [];
  const whole = domestic(undashed(start));
  return MOBILE.test(whole) || LANDLINE.test(whole) ? [undashed(start), end] : [undashed(written), ''];
}

/** Without the code of the country and without what was dialled before a number of the mainland. */
function domestic(number: string): string {
  const dialled = number.replace(/^00(?=[1-9])/u, '+').replace(BARE_CODE, '+86');
  if (!dialled.startsWith('+86')) return /^01[3-9]\d{9}$/u.test(dialled) ? dialled.slice(1) : dialled;
  const within = dialled.slice(3);
  if (/^01[3-9]\d{9}$/u.test(within)) return within.slice(1);
  const needsZero = !MOBILE.test(within) && !TOLL_FREE.test(within) && LANDLINE_FROM_ABROAD.test(within);
  return needsZero ? `0${within}` : within;
}

function undashed(text: string): string {
  return text.replaceAll('-', '');
}

function isDigits(text: string): boolean {
  return /^\+?\d+$/u.test(text);
}
