/** Puts facts into `{name}` slots; a slot without a fact stays as it is, for texts that are about slots. */
export function fill(text: string, facts: Readonly<Record<string, string | number>> = {}): string {
  return text.replaceAll(/\{(\w+)\}/g, (slot, name: string) => String(facts[name] ?? slot));
}
