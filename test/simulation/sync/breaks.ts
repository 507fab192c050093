/** One rule of the engine, broken by replacing a piece of its source. The simulator must notice every one. */
export interface Break {
  readonly name: string;
  readonly changes: readonly Change[];
}

interface Change {
  readonly file: string;
  /** Is there exactly once. */
  readonly found: string;
  readonly instead: string;
}

const ENGINE = 'src-shared/domain/sync';
const HERE = 'test/simulation/sync';

/** Where a rule is kept in two places, both have to be broken: `file` may be given with a pair too. */
function broken(name: string, file: string, ...changes: readonly (readonly [string, string, string?])[]): Break {
  return { name, changes: changes.map(([found, instead, other]) => ({ file: other ?? file, found, instead })) };
}

const service = `${ENGINE}/service/exchange.ts`;
const push = `${ENGINE}/service/push.ts`;
const rights = `${ENGINE}/rights.ts`;
const merge = `${ENGINE}/merge.ts`;
const absorb = `${ENGINE}/desk/absorb.ts`;

/** What the service had confirmed is not laid aside: then only what it tells again shows that an edit was refused. */
const nothingLaidAside = [
  ['if (store.version(row) === null) return base;', 'if (base >= 0) return base;', `${ENGINE}/desk/edit.ts`],
  ['const unset = made ?', 'const unset = made && values === null ?', absorb],
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
  broken('a transaction is taken in by half', `${HERE}/memory-desk-store.ts`, [
    'while (end < ops.length && ops[end - 1]?.last !== true) end += 1;',
    '',
  ]),
  broken('the cursor is saved without the rows', absorb, [
    'apply(store, entities, pending, pull.stream, entry, before);',
    '',
  ]),
  broken('rows and cursor are not one transaction', absorb, [
    'return store.atomically(() => {',
    'return ((work: () => Absorbed) => work())(() => {',
  ]),
  broken('a pull is applied at another cursor', absorb, ['if (pull.from !== cursor.seq) {', 'if (pull.from < 0) {']),
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
    '(mark.seq !== null && mark.seq <= received.op.base)',
    'received.op.base >= 0',
  ]),
  broken('what lost is not kept as a conflict', merge, ['if (!seen && isConflict(', 'if (seen && isConflict(']),
  broken('a conflict that is there is made again', push, [
    'if (this.#workspace.get(conflict) === null)',
    'if (conflict.seq === 0)',
  ]),
  broken(
    'a losing field is not told again',
    merge,
    ['touched.push(name);\n    const own', 'const own'],
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
    'unseen ? Math.min(cursor, withheld.since - 1) : cursor',
    'cursor',
  ]),
  broken('ops are settled before their results are here', absorb, ['(cursors[stream]?.seq ?? 0) >= head', 'head >= 0']),
  broken('nothing is withheld', absorb, ['pending.op(entry, name) === null', "name !== ''"]),
  broken('what was withheld is never shown', absorb, [
    'if (status.settled > before.settled) release',
    'if (untold) release',
  ]),
  broken('a service goes on after a backup as if nothing had been', service, [
    'if (asked === null || at === epochs.length - 1) return null;',
    'if (at < epochs.length) return null;',
  ]),
  broken('bases stay after a restored backup', absorb, ['store.lowerBases(forks);', '']),
  broken('acknowledged ops are not sent again', absorb, [
    'Math.min(status.acknowledged, common)',
    'status.acknowledged',
  ]),
  broken('a restored service is told of no rows', absorb, ['store.queueTestimony(', 'void (']),
  broken('only rows that a restored service lacks are taken', merge, [
    'Object.entries(told.stamps)) {\n    const [field, value, mark]',
    'Object.entries(told.stamps).slice(0, 0)) {\n    const [field, value, mark]',
  ]),
  broken('a desk forgets before it has told', absorb, ['untold ? [] : reply.pulls', 'reply.pulls']),
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
  broken('a revoked desk writes on', service, [
    'if (device.revoked) return setAside(parts, transaction, device, request);',
    '',
  ]),
  broken('a revoked desk reads on', service, [
    "if (device.revoked) return { kind: 'refused', reason: 'revoked' };",
    '',
  ]),
  broken('replies of another life or identity are taken in', absorb, [
    'if (request.device !== status.device || request.epoch !== status.epoch)',
    'if (request.device === "")',
  ]),
  broken('what an older program does not know is dropped', absorb, [
    'if (left !== null) store.defer(stream, left);\n}\n\nfunction leave',
    '}\n\nfunction leave',
  ]),
  broken('what waited for a newer program stays away', absorb, [
    'of store.deferred()) {',
    'of store.deferred().slice(0, 0)) {',
  ]),
  broken('a new identity leaves an op behind', `${ENGINE}/desk/identity.ts`, [
    'becomeDevice(device, Math.min(status.settled, status.acknowledged))',
    'becomeDevice(device, status.acknowledged + 1)',
  ]),
];
