const MODIFIERS = ['Control', 'Alt', 'Shift', 'Super'] as const;
const ALIASES: Readonly<Record<string, (typeof MODIFIERS)[number]>> = {
  control: 'Control',
  ctrl: 'Control',
  alt: 'Alt',
  option: 'Alt',
  shift: 'Shift',
  super: 'Super',
  meta: 'Super',
};
const KEY = /^([A-Z0-9]|F([1-9]|1\d|2[0-4])|Space|Tab|Up|Down|Left|Right|Home|End|PageUp|PageDown|Insert|Delete)$/;

/**
 * One spelling for one chord, in Electron's accelerator syntax (https://www.electronjs.org/docs/latest/api/accelerator), or
 * `null` if it is none. A system key is taken from every program, so it needs two modifiers or a function key: a bare letter
 * is for writing, and Control+C is for copying.
 */
export function canonicalAccelerator(chord: string): string | null {
  const parts = chord.split('+').map((part) => part.trim());
  const last = parts.pop() ?? '';
  const key = last.length === 1 ? last.toUpperCase() : last;
  if (!KEY.test(key)) return null;
  const held = new Set<string>();
  for (const part of parts) {
    const modifier = ALIASES[part.toLowerCase()];
    if (modifier === undefined || held.has(modifier)) return null;
    held.add(modifier);
  }
  const reaches = held.has('Control') || held.has('Alt') || held.has('Super');
  if (!/^F\d/.test(key) && (held.size < 2 || !reaches)) return null;
  return [...MODIFIERS.filter((modifier) => held.has(modifier)), key].join('+');
}
