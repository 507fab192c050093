import type { PackFault, PackFaultCode } from '../fault.ts';

/** Tells a fault at a place of the pack. */
export type Tell = (path: string, code: PackFaultCode, facts?: PackFault['facts']) => void;

export function duplicates(items: readonly string[]): readonly string[] {
  return items.filter((item, index) => items.indexOf(item) !== index);
}

/** Tells each name that is not one of those that are there. */
export function checkNames(
  tell: Tell,
  known: { readonly has: (name: string) => boolean },
  code: PackFaultCode,
  named: readonly (readonly [path: string, name: string | undefined])[],
): void {
  for (const [path, name] of named) if (name !== undefined && !known.has(name)) tell(path, code, { name });
}
