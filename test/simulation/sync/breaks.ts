import { broken, ENGINE, HERE, service, push, merge, absorb, pending, place, heard, type Break } from './broken.ts';
import { FILES } from './breaks-of-files.ts';
import { LIVES } from './breaks-of-lives.ts';
import { UPKEEP } from './breaks-of-upkeep.ts';

const rights = `${ENGINE}/rights.ts`;

/** What the service had confirmed is not laid aside: then only what it tells again shows that an edit was refused. */
const nothingLaidAside = [
  ['if (store.version(row) === null) return base;', 'if (base >= 0) return base;', `${ENGINE}/desk/edit.ts`],
  ['const unset = made ?', 'const unset = made && values === null ?', place],
] as const;

export const BREAKS: readonly Break[] = [
  broken('ops that the service has are taken again', service, ['if (op.seq > device.lastSeq) fresh', 'fresh']),
  broken('an op is not known by its former name', push, [
    'if (known.has(nameOf(received))) this.#tell(received);\n      else await',
    'await',
  ]),
  broken('an overlapping push is not compared', service, [
    "if (op.seq === device.lastSeq && hash !== device.lastHash) return 'forked';",
    '',
  ]),
  broken('a desk does not compare its last hash', absorb, ["if (forked) return { kind: 'forked' };", '']),
  broken('a transaction is taken in by half', `${HERE}/memory-ops.ts`, [
    'while (end < ops.length && ops[end - 1]?.last !== true) end += 1;',
    '',
  ]),
  broken('the cursor is saved without the rows', place, ['apply(store, entities, pending, pull, entry, before);', '']),
  broken('rows and cursor are not one transaction', absorb, [
    'return store.atomically(() => {',
    'return ((work: () => Absorbed) => work())(() => {',
  ]),
  broken('a pull is applied at another cursor', absorb, ['from === (before.cursors[stream]?.seq ?? 0);', 'from >= 0;']),
  broken('what was held back comes over what is told', place, ['(name) => !Object.hasOwn(free, name)', '() => true']),
  broken('an open edit is forgotten with one that is settled', pending, ['ops?.shift();', 'ops?.splice(0);']),
  broken('a pull ends inside a commit', `${HERE}/memory-service-store.ts`, [
    'entries.push(...(commits[at] ?? []));',
    'entries.push(...(commits[at] ?? []).slice(0, limit - entries.length));',
  ]),
  broken('a stream is not locked to the end of a commit', `${HERE}/memory-service-store.ts`, [
    'await this.#database.locks.take(this, `stream ${write.stream}`);',
    '',
  ]),
  broken('rows are not locked', `${HERE}/memory-service-store.ts`, ['await this.#database.locks.take(this, key);', '']),
  broken('times are not held between last contact and now', `${ENGINE}/stamp.ts`, [
    'Math.min(latest, Math.max(lastContact, clock.wall - ahead))',
    'clock.wall - ahead',
  ]),
  broken('times may be older than the last contact', `${ENGINE}/stamp.ts`, [
    'Math.max(lastContact, clock.wall - ahead)',
    'clock.wall - ahead',
  ]),
  broken('every edit counts as having seen the value', merge, [
    'return seq !== null && seq <= op.base ?',
    'return op.base >= 0 ?',
  ]),
  broken('what lost is not kept as a conflict', merge, [
    "if (sight !== 'seen' && isConflict(",
    "if (sight === 'seen' && isConflict(",
  ]),
  broken('a conflict that is there is made again', push, [
    'if (this.#workspace.get(conflict) === null)',
    'if (conflict.seq === 0)',
  ]),
  broken(
    'a losing field is not told again',
    merge,
    ['touched.push(name);\n    const isLater', 'const isLater'],
    ['if (wins) row', 'if (wins) touched.push(name);\n    if (wins) row'],
  ),
  broken(
    'what was put aside is not told',
    push,
    [
      'this.#workspace.confirm({ entity: op.entity, id: targetOf(received) }, Object.keys(valuesOf(op)));',
      'valuesOf(op);',
    ],
    ...nothingLaidAside,
  ),
  broken(
    'a field without a value is not told',
    `${ENGINE}/row.ts`,
    [
      'told.map((field) => [field, valueIn(row, field)])',
      'told.filter((field) => Object.hasOwn(row.values, field)).map((field) => [field, valueIn(row, field)])',
    ],
    ...nothingLaidAside,
  ),
  broken('an edit does not count for what it had hidden', `${ENGINE}/desk/edit.ts`, [
    'Math.min(cursor, ...unseen.map((seq) => seq - 1))',
    'cursor',
  ]),
  broken('ops are settled before their results are here', absorb, [
    '(heads[stream] ?? cursors[stream]?.seq ?? 0) >= head',
    'head >= 0',
  ]),
  broken('nothing is withheld', place, ['pending.op(entry, name) === null', "name !== ''"]),
  broken('what was withheld is never shown', absorb, [
    'if (settled > before.settled) release',
    'if (settled < before.settled) release',
  ]),
  broken('an op that waits is dropped', push, [
    "aside('waiting', keyOf(missing))",
    "({ kind: 'done', conflicts: [] } as const)",
  ]),
  broken('an op that waits is never tried again', push, ['await this.release();', '']),
  broken('quarantine is not written', push, ['await this.#transaction.quarantine(this.#aside);', '{}']),
  broken('quarantine blocks the queue', service, [
    '...(last && {',
    '...(last && (await parts.store.quarantined(device.id, 0)).length === 0 && {',
  ]),
  broken('the digest is not kept', `${ENGINE}/row.ts`, [
    'return plus(minus(sum, contribution(key, entry.before)), now);',
    'return plus(sum, now);',
  ]),
  broken('grants are not checked', rights, [" && rights.grants[stream] === 'write'", '']),
  broken('roles are not checked', rights, [
    'return inScope && entity.writers.includes(rights.role) &&',
    'return inScope &&',
  ]),
  broken('replies of another life or identity are taken in', absorb, [
    'if (request.device !== status.device || request.epoch !== status.epoch)',
    'if (request.device === "")',
  ]),
  broken('what is told live is taken in wherever the desk is', heard, [
    'live.prev === (before.cursors[live.stream]?.seq ?? 0) &&',
    '',
  ]),
  broken('what another life tells live is taken in', heard, ['live.epoch === before.epoch &&', '']),
  broken('what is told live does not move the cursor', heard, [
    'return true;',
    'store.saveStatus({ ...store.status(), cursors: before.cursors }); return true;',
  ]),
  broken('what an older program does not know is dropped', place, [
    'if (left !== null) store.defer(stream, left);\n}\n\nfunction leave',
    '}\n\nfunction leave',
  ]),
  broken('what waited for a newer program stays away', place, [
    'of store.deferred()) {',
    'of store.deferred().slice(0, 0)) {',
  ]),
  ...LIVES,
  ...UPKEEP,
  ...FILES,
];
