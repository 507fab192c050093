/** The first character of each letter in the order of pinyin; no syllable begins with i, u or v. */
const FIRST = '阿八嚓哒妸发旮哈丌咔垃妈拏噢妑七呥仨他穵夕丫帀';
const LETTERS = 'abcdefghjklmnopqrstwxyz';
const order = new Intl.Collator('zh-Hans-CN-u-co-pinyin');
const known = new Map<string, string>();

/** With one letter nearly every text would be found. */
const INITIALS = /^[a-z0-9]{2,}$/;

/** Whether a text has these words, in lower case, or the first letters of their pinyin: `qsd` finds 请稍等. */
export function matches(text: string, wanted: string): boolean {
  const lower = text.toLowerCase();
  return lower.includes(wanted) || (INITIALS.test(wanted) && initialsOf(lower).includes(wanted));
}

/** Signs between the characters are not typed. */
function initialsOf(text: string): string {
  return Array.from(text, (character) => (/[\p{L}\p{N}]/u.test(character) ? initialOf(character) : '')).join('');
}

/** The letter with which most people would begin to type it; some characters are read in several ways. */
function initialOf(character: string): string {
  if (!/\p{Script=Han}/u.test(character)) return character;
  const seen = known.get(character);
  if (seen !== undefined) return seen;
  const after = Array.from(FIRST).findIndex((first) => order.compare(character, first) < 0);
  const initial = LETTERS.charAt((after === -1 ? LETTERS.length : after) - 1) || character;
  known.set(character, initial);
  return initial;
}
