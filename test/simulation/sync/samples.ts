import type { Json } from '#shared/base/canonical-json.ts';
import { fieldOf, type Entity } from '#shared/domain/sync/entity.ts';
import type { Random } from '#kit/random.ts';
import type { z } from 'zod';

/** Gives every value another mark, so that a value tells which op wrote it. */
export class Marks {
  #next = 0;

  text(): string {
    this.#next += 1;
    return `~${this.#next.toString(36)}`;
  }

  /** Longer than any field of this kind may be. */
  poison(): string {
    return this.text().padEnd(300, '!');
  }

  number(): number {
    this.#next += 1;
    return 1_000_000_000 + this.#next;
  }
}

const LARGEST_MARK = 2_000_000_000;

/** Whether a value is one that only one op ever wrote. */
export function isMarked(value: Json | undefined): value is string | number {
  return typeof value === 'string'
    ? value.startsWith('~')
    : typeof value === 'number' && value > 1_000_000_000 && value < LARGEST_MARK;
}

export function isPoison(value: Json): boolean {
  return typeof value === 'string' && value.endsWith('!');
}

type Sample = (random: Random, marks: Marks) => Json;

/** What zod keeps of a schema; read here so that a new field needs nothing in the simulator. */
interface Definition {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly element?: z.ZodType;
  readonly entries?: Readonly<Record<string, string>>;
  readonly options?: readonly z.ZodType[];
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly values?: readonly Json[];
  readonly checks?: readonly {
    readonly _zod: { readonly def: { readonly check: string; readonly minimum?: number } };
  }[];
}

const samples = new WeakMap<z.ZodType, Sample>();

/** A value that the schema allows. */
export function sampleOf(schema: z.ZodType): Sample {
  const known = samples.get(schema);
  if (known !== undefined) return known;
  const sample = build(schema);
  samples.set(schema, sample);
  return sample;
}

function build(schema: z.ZodType): Sample {
  const definition = schema.def as unknown as Definition;
  switch (definition.type) {
    case 'string':
    case 'lazy':
    case 'unknown':
      return (_, marks) => marks.text();
    case 'number':
    case 'int': {
      const { minValue, maxValue } = schema as z.ZodNumber;
      // Too small for a mark.
      if (maxValue !== null && maxValue < LARGEST_MARK) {
        return (random) => random.between(Math.max(1, minValue ?? 0), maxValue);
      }
      return (_, marks) => marks.number();
    }
    case 'boolean':
      return (random) => random.chance(0.5);
    case 'enum':
      return (random) => random.pick(Object.values(definition.entries ?? {}));
    case 'literal':
      return (random) => random.pick(definition.values ?? []);
    case 'nullable': {
      const inner = sampleOf(part(definition.innerType));
      return (random, marks) => (random.chance(0.2) ? null : inner(random, marks));
    }
    case 'readonly':
    case 'default':
      return sampleOf(part(definition.innerType));
    case 'array': {
      const element = sampleOf(part(definition.element));
      const least = leastOf(definition);
      return (random, marks) =>
        Array.from({ length: random.between(least, Math.max(2, least)) }, () => element(random, marks));
    }
    case 'union':
      return (random, marks) => sampleOf(random.pick(definition.options ?? []))(random, marks);
    case 'object': {
      const members = Object.entries(definition.shape ?? {}).map(([name, member]) => {
        const { type, innerType } = member.def as unknown as Definition;
        const mayLack = type === 'optional';
        return { name, mayLack, sample: sampleOf(mayLack ? part(innerType) : member) };
      });
      return (random, marks) =>
        Object.fromEntries(
          members.flatMap(({ name, mayLack, sample }) =>
            mayLack && random.chance(0.5) ? [] : [[name, sample(random, marks)]],
          ),
        );
    }
    default:
      throw new Error(`The simulator has no samples for a schema of type ${definition.type}.`);
  }
}

/** How long a list must be. */
function leastOf({ checks = [] }: Definition): number {
  return checks.find(({ _zod }) => _zod.def.check === 'min_length')?._zod.def.minimum ?? 0;
}

function part(schema: z.ZodType | undefined): z.ZodType {
  if (schema === undefined) throw new Error('A schema without its inner part.');
  return schema;
}

/** The fields that an edit can change, those of the pack among them. */
export function editableFields(entity: Entity): readonly string[] {
  const own = Object.entries(entity.fields).flatMap(([name, { merge }]) => (merge.kind === 'fixed' ? [] : [name]));
  const { anyField } = entity;
  return anyField === undefined ? own : [...own, `${anyField.prefix}a`, `${anyField.prefix}b`];
}

export function sampleField(entity: Entity, name: string, random: Random, marks: Marks): Json {
  const field = fieldOf(entity, name);
  if (field === null) throw new Error(`No field ${name} in ${entity.name}.`);
  return sampleOf(field.schema)(random, marks);
}
