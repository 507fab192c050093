import { SHARED_STREAM, type Entity, type Role } from './entity.ts';

/** What was agreed with a desk when it joined. */
export interface Rights {
  readonly role: Role;
  /** The streams that it may read, and whether it may write there too. */
  readonly grants: Readonly<Record<string, 'read' | 'write'>>;
}

/** Whether it may write a row of this kind into this stream. The service asks it of every op, the desk before it records one. */
export function mayWrite(rights: Rights, entity: Entity, stream: string): boolean {
  const inScope = (entity.scope === 'shared') === (stream === SHARED_STREAM);
  return inScope && entity.writers.includes(rights.role) && rights.grants[stream] === 'write';
}

/** Whether there is any stream into which it might, for what is not known to be in one yet. */
export function mayEverWrite(rights: Rights, entity: Entity): boolean {
  return entity.writers.includes(rights.role) && Object.values(rights.grants).includes('write');
}
