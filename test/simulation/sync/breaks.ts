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
const merge = `${ENGINE}/merge.ts`;
const testimony = `${ENGINE}/testimony.ts`;
const revoked = `${ENGINE}/service/revoked.ts`;
const absorb = `${ENGINE}/desk/absorb.ts`;
const place = `${ENGINE}/desk/place.ts`;
const restored = `${ENGINE}/desk/restored.ts`;
const handOver = `${ENGINE}/desk/hand-over.ts`;

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
  broken('a desk does not compare its last hash', absorb, [
    "return forked ? { kind: 'forked' } : takeIn(",
    'return takeIn(',
  ]),
  broken('a transaction is taken in by half', `${HERE}/memory-desk-store.ts`, [
    'while (end < ops.length && ops[end - 1]?.last !== true) end += 1;',
    '',
  ]),
  broken('the cursor is saved without the rows', place, [
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
    'unseen ? Math.min(cursor, withheld.since - 1) : cursor',
    'cursor',
  ]),
  broken('ops are settled before their results are here', absorb, ['(cursors[stream]?.seq ?? 0) >= head', 'head >= 0']),
  broken('nothing is withheld', place, ['pending.op(entry, name) === null', "name !== ''"]),
  broken('what was withheld is never shown', absorb, [
    'if (status.settled > before.settled) release',
    'if (untold) release',
  ]),
  broken('a service goes on after a backup as if nothing had been', service, [
    'if (asked === null || at === epochs.length - 1) return null;',
    'if (at < epochs.length) return null;',
  ]),
  broken('bases stay after a restored backup', restored, ['store.lowerBases(forks);', '']),
  broken('acknowledged ops are not sent again', restored, [
    'Math.min(status.acknowledged, common)',
    'status.acknowledged',
  ]),
  broken('a restored service is told of no rows', restored, ['store.queueTestimony(', 'void (']),
  broken('only rows that a restored service lacks are taken', testimony, [
    'of Object.entries(told.stamps)) {',
    'of Object.entries(told.stamps).slice(0, 0)) {',
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
  broken('grants are not checked', push, [" && device.grants[stream] === 'write'", '']),
  broken('roles are not checked', push, [
    'return inScope && entity.writers.includes(device.role) &&',
    'return inScope &&',
  ]),
  broken('a revoked desk writes on', service, ['if (device.revoked) {', "if (device.id === '') {"]),
  broken('a revoked desk reads on', service, ["if (device.revoked) return { kind: 'revoked', epoch, forks };", '']),
  broken('replies of another life or identity are taken in', absorb, [
    'if (request.device !== status.device || request.epoch !== status.epoch)',
    'if (request.device === "")',
  ]),
  broken('what an older program does not know is dropped', place, [
    'if (left !== null) store.defer(stream, left);\n}\n\nfunction leave',
    '}\n\nfunction leave',
  ]),
  broken('what waited for a newer program stays away', place, [
    'of store.deferred()) {',
    'of store.deferred().slice(0, 0)) {',
  ]),
  broken('a new identity leaves an op behind', `${ENGINE}/desk/identity.ts`, [
    'becomeDevice(device, Math.min(status.settled, status.acknowledged))',
    'becomeDevice(device, status.acknowledged + 1)',
  ]),
  broken('two ops of one number have one name', merge, [
    'op: received.op.seq, name: nameOf(received) }',
    'op: received.op.seq, name: `${received.device}.${String(received.op.seq)}` }',
  ]),
  broken('what a copy of the desk wrote counts as seen', merge, [
    'if (told !== true || hasOp(stamp.name))',
    'if (op.seq > 0)',
  ]),
  broken('a greater number of another past counts as later', merge, ["return 'doubtful';", "return 'done';"]),
  broken('what a desk sent under another name counts as of its chain', push, [
    'this.#taken.get(name) === received.device',
    'this.#taken.has(name)',
  ]),
  broken('after an op that was put aside all is merged anew', service, [
    '!aside.includes(seq)',
    '!aside.some((each) => each <= seq)',
  ]),
  broken('what was put aside counts as settled', service, [' && !aside.includes(seq)', '']),
  broken('what was told is not told again before it was given back', place, [
    'return before?.ahead === true && kept.length > 0 ?',
    'return before?.ahead === true && kept.length < 0 ?',
  ]),
  broken('rows are told before those that they refer to', restored, [
    'rankOf(a.entity) - rankOf(b.entity)',
    'rankOf(b.entity) - rankOf(a.entity)',
  ]),
  broken('a revoked desk is wiped before it has sent all', handOver, ['acknowledged >= store.lastSeq() && ', '']),
  broken('a revoked desk does not follow a restored service', handOver, [
    'if (forks !== null) {',
    "if (epoch === '' && forks !== null) {",
  ]),
  broken('what a revoked desk tells is thrown away', revoked, [
    '...(await newOfRows(parts, device, request.testimony)),',
    '',
  ]),
  broken('what a revoked desk sends is thrown away', revoked, [
    '...(request.push === null ? [] :',
    '...(request.now > 0 ? [] :',
  ]),
  broken('an op that is in a row is kept of a revoked desk', revoked, [
    '!isIn(workspace.get(rowOf(each)), nameOf(each))',
    'each.hash !== ""',
  ]),
];
