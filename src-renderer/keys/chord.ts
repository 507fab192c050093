/** The keys of the keyboard as settings name them: `Control+Alt+R` for the system, `r` or `ArrowRight` inside the app. */

const NAMED_CODES: Readonly<Record<string, string>> = {
  Space: 'Space',
  Right: 'ArrowRight',
  Left: 'ArrowLeft',
  Up: 'ArrowUp',
  Down: 'ArrowDown',
  Return: 'Enter',
  Enter: 'Enter',
  Tab: 'Tab',
  Backspace: 'Backspace',
  Delete: 'Delete',
  Home: 'Home',
  End: 'End',
  PageUp: 'PageUp',
  PageDown: 'PageDown',
  Plus: 'Equal',
  '-': 'Minus',
  ',': 'Comma',
  '.': 'Period',
  '/': 'Slash',
  ';': 'Semicolon',
};
const CODE_NAMES = Object.fromEntries(Object.entries(NAMED_CODES).map(([name, code]) => [code, name]));
const MODIFIERS = new Set([
  'Control',
  'Ctrl',
  'Alt',
  'Option',
  'Shift',
  'Meta',
  'Super',
  'Command',
  'CommandOrControl',
]);

function codeOf(name: string): string {
  if (/^\d$/.test(name)) return `Digit${name}`;
  if (/^[A-Za-z]$/.test(name)) return `Key${name.toUpperCase()}`;
  return NAMED_CODES[name] ?? name;
}

/** Whether the event is this accelerator. The place of the key counts, not the letter that Alt makes of it. */
export function matchesAccelerator(event: KeyboardEvent, accelerator: string): boolean {
  const parts = accelerator.split('+');
  const key = parts.at(-1) ?? '';
  const held = new Set(parts.slice(0, -1));
  const has = (...names: string[]): boolean => names.some((name) => held.has(name));
  return (
    event.code === codeOf(key) &&
    event.ctrlKey === has('Control', 'Ctrl', 'CommandOrControl') &&
    event.altKey === has('Alt', 'Option') &&
    event.shiftKey === has('Shift') &&
    event.metaKey === has('Meta', 'Super', 'Command')
  );
}

/** The accelerator that the event stands for, or `null` while only modifiers are down or none is. */
export function acceleratorOf(event: KeyboardEvent): string | null {
  const modifiers = [
    event.ctrlKey ? 'Control' : '',
    event.altKey ? 'Alt' : '',
    event.shiftKey ? 'Shift' : '',
    event.metaKey ? 'Meta' : '',
  ].filter(Boolean);
  const letter = /^(?:Key|Digit)([A-Z0-9])$/.exec(event.code)?.[1];
  const key = letter ?? CODE_NAMES[event.code] ?? (/^F\d{1,2}$/.test(event.code) ? event.code : null);
  if (key === null || (modifiers.length === 0 && !/^F\d/.test(key))) return null;
  return [...modifiers, key].join('+');
}

/** What an input method makes of keys of ours while nobody types a text. */
const FULL_WIDTH: Readonly<Record<string, string>> = { '？': '?', '，': ',', '＋': '+', '【': '[', '】': ']' };

/** The key as the app names it: letters in lower case whatever Caps Lock or another keyboard layout makes of them. */
export function appKeyOf(event: KeyboardEvent): string {
  if (event.key.length !== 1) return event.key;
  const sign = FULL_WIDTH[event.key];
  if (sign !== undefined) return sign;
  const latin = /^[\x20-\x7e]$/.test(event.key);
  if (latin && !event.code.startsWith('Numpad')) return event.key.toLowerCase();
  return /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(event.code)?.[1]?.toLowerCase() ?? event.key;
}

/** The place that Shift and a digit name, 1 to 9; by the key's own place, since the sign that Shift makes of it differs. */
export function shiftedPlace(event: KeyboardEvent): number | null {
  if (!event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return null;
  const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
  return digit === undefined ? null : Number(digit);
}

export function isComposing(event: KeyboardEvent): boolean {
  // 229 is what browsers report for a key that an input method has taken; nothing newer tells it.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- see above
  return event.isComposing || event.keyCode === 229;
}

/** Something where letters are text. */
export function isTextField(target: EventTarget | null): boolean {
  if (target === null || !('tagName' in target)) return false;
  const element = target as HTMLElement;
  if (element.isContentEditable || element.tagName === 'TEXTAREA' || element.tagName === 'SELECT') return true;
  if (element.tagName !== 'INPUT') return false;
  return !['button', 'checkbox', 'radio', 'submit', 'reset', 'range', 'color'].includes(
    (element as HTMLInputElement).type,
  );
}

/** Something that Enter and Space already do something with. */
export function isControl(target: EventTarget | null): boolean {
  if (target === null || !('closest' in target)) return false;
  return (target as HTMLElement).closest('button, a[href], summary, [role="button"], [role="option"]') !== null;
}

const CAPS: Readonly<Record<string, string>> = {
  ArrowRight: '→',
  ArrowLeft: '←',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Right: '→',
  Left: '←',
  Up: '↑',
  Down: '↓',
  Enter: '↵',
  Escape: 'Esc',
  Backspace: '⌫',
  Shift: '⇧',
  ' ': '␣',
};
const MAC_CAPS: Readonly<Record<string, string>> = { Control: '⌃', Alt: '⌥', Meta: '⌘' };
const CAPS_ELSEWHERE: Readonly<Record<string, string>> = { Control: 'Ctrl', Meta: 'Win' };
const onMac = navigator.userAgent.includes('Mac');

/** What is printed on the caps of a key or a chord. */
export function capsOf(key: string): readonly string[] {
  if (/^Shift\+.$/.test(key)) return [`⇧${key.slice(-1)}`];
  const parts = key.length > 1 ? key.split('+').filter(Boolean) : [key];
  return parts.map((part) => {
    const cap = (onMac ? MAC_CAPS[part] : CAPS_ELSEWHERE[part]) ?? CAPS[part];
    if (cap !== undefined) return cap;
    return part.length === 1 || MODIFIERS.has(part) ? part.charAt(0).toUpperCase() + part.slice(1) : part;
  });
}
