import type { z } from 'zod';
import type { Json } from '../../base/canonical-json.ts';

/**
 * How one value comes of two edits that had not seen each other. An edit that had seen the stored value always replaces it.
 * - `latest`: the later bounded time wins; what lost is kept as a conflict, which a person can take back.
 * - `precedence`: the value that comes first in `order` wins; nothing is lost that the timeline does not show.
 * - `first`: whoever was first at the service keeps it, such as a callback that was taken; the other is told.
 * - `fixed`: given when the row is made, and never again.
 */
export type MergeRule =
  | { readonly kind: 'latest' }
  | { readonly kind: 'precedence'; readonly order: readonly string[] }
  | { readonly kind: 'first' }
  | { readonly kind: 'fixed' };

export interface Field {
  readonly schema: z.ZodType;
  readonly merge: MergeRule;
  /** The entity that the value names, if it is the id of a row; that row must exist. `null` values name none. */
  readonly refersTo?: string;
  /** May be left out when the row is made. */
  readonly optional?: true;
}

/** The stream of what all branches of a company share; each branch has one of its own, `branch:<id>`. */
export const SHARED_STREAM = 'shared';

export type Role = 'agent' | 'lead' | 'supervisor' | 'admin';

/** Everything that sync needs to know of a kind of row. Declared once; nothing else in the engine knows an entity by name. */
export interface Entity {
  readonly name: string;
  /** `items` are written once and kept, such as what happened in a contact; `rows` have fields that are edited. */
  readonly kind: 'rows' | 'items';
  readonly fields: Readonly<Record<string, Field>>;
  /** For fields whose names are data of the company's pack: `fields.<id>`. */
  readonly anyField?: { readonly prefix: string; readonly field: Field };
  /** Who may write it; the service asks, whatever the desk allowed. */
  readonly writers: readonly Role[];
  /** Lives in the stream of a branch, or in the one that all branches of the company share. */
  readonly scope: 'branch' | 'shared';
}

/** The entities that a program knows, by name. A newer program may know more. */
export type Entities = ReadonlyMap<string, Entity>;

export function entitiesOf(list: readonly Entity[]): Entities {
  return new Map(list.map((entity) => [entity.name, entity]));
}

/** The declaration of a field, or `null` when this program does not know it. */
export function fieldOf(entity: Entity, name: string): Field | null {
  const own = Object.hasOwn(entity.fields, name) ? entity.fields[name] : undefined;
  if (own !== undefined) return own;
  const { anyField } = entity;
  if (anyField === undefined || !name.startsWith(anyField.prefix)) return null;
  return name.length > anyField.prefix.length ? anyField.field : null;
}

/** Whether a value is one of this field, as this program knows it; `null` is none, where a field may be left out. */
export function fits({ schema, optional }: Field, value: Json): boolean {
  return (value === null && optional === true) || schema.safeParse(value).success;
}

/** Whether all that a row must have is among these values. */
export function isComplete({ fields }: Entity, values: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(fields).every(([name, { optional }]) => optional === true || Object.hasOwn(values, name));
}

/** The rows that the values of a change name. */
export function referencesOf(
  entity: Entity,
  values: Readonly<Record<string, unknown>>,
): readonly { readonly entity: string; readonly id: string }[] {
  const named: { readonly entity: string; readonly id: string }[] = [];
  for (const [name, value] of Object.entries(values)) {
    const refersTo = fieldOf(entity, name)?.refersTo;
    if (refersTo !== undefined && typeof value === 'string') named.push({ entity: refersTo, id: value });
  }
  return named;
}
