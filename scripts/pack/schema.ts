import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isGroup } from '#shared/base/group.ts';
import { packSchema } from '#shared/domain/pack/schema.ts';
import { root } from '../door/root.mjs';
import { readArgs } from './arguments.ts';
import { usage, type Run } from './terminal.ts';

export const SCHEMA_FILE = join(root, 'docs', 'pack.schema.json');

/** Writes the schema for editors, or tells whether the one that is there is current. */
export const schema: Run = (args, terminal) => {
  const told = readArgs(args, { words: [0, 0], flags: ['check'] });
  if (told === null) return usage(terminal, 'schema');
  const text = editorSchema();
  const isCurrent = textOf(SCHEMA_FILE) === text;
  if (told.flags.has('check')) {
    terminal.print(terminal.words(isCurrent ? 'schema.current' : 'schema.old'));
    return isCurrent ? 0 : 1;
  }
  if (!isCurrent) writeFileSync(SCHEMA_FILE, text);
  terminal.print(terminal.words('schema.written', { file: SCHEMA_FILE }));
  return 0;
};

/**
 * What may stand in one source of a pack. Nothing is required: a pack is in several files, and one that extends another says only what
 * is new. What is missing of the whole `lint` tells.
 */
export function editorSchema(): string {
  const whole = withoutRequired(z.toJSONSchema(packSchema, { io: 'input', unrepresentable: 'any' }));
  const own = isGroup(whole) ? whole : {};
  const text = { type: 'string' };
  const base = {
    type: 'object',
    properties: { pack: text, id: text, version: text, sha256: text },
    additionalProperties: false,
  };
  const properties = {
    extends: { anyOf: [text, { ...base, required: ['pack'] }] },
    without: { type: 'array', items: text },
    ...(isGroup(own.properties) ? own.properties : {}),
  };
  return `${JSON.stringify({ ...own, title: 'Zuoxi script pack', properties }, null, 2)}\n`;
}

function withoutRequired(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutRequired);
  if (!isGroup(value)) return value;
  const members = Object.entries(value).filter(([name, member]) => name !== 'required' || !Array.isArray(member));
  return Object.fromEntries(members.map(([name, member]) => [name, withoutRequired(member)]));
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
