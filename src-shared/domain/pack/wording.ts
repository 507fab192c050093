import type { PackLine } from './schema.ts';

/** Every wording of a line, the first one first. */
export function wordingsOf({ text, variants }: PackLine): readonly string[] {
  return [text, ...(variants ?? [])];
}

/**
 * Which wording a contact begins with: another contact, another one, so that whoever says it all day does not sound like a
 * recording. The same for everybody who asks about the same contact.
 */
export function wordingIn(contactId: string, line: PackLine, stepsFurther = 0): number {
  // The end of an id is random; its beginning is the time.
  const turn = Number.parseInt(contactId.slice(-6), 16) || 0;
  return (turn + stepsFurther) % wordingsOf(line).length;
}
