import {
  broken,
  ENGINE,
  service,
  push,
  merge,
  testimony,
  revoked,
  absorb,
  place,
  restored,
  handOver,
  type Break,
} from './broken.ts';

/** Rules for restored backups, copied disks and revoked desks. */
export const LIVES: readonly Break[] = [
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
  broken('a revoked desk writes on', service, ['if (device.revoked) {', "if (device.id === '') {"]),
  broken('a revoked desk reads on', service, ["if (device.revoked) return { kind: 'revoked', epoch, forks };", '']),
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
  broken('what a desk replaced itself is told over what it wrote then', testimony, [
    'if (followsInChain(taken(mark.stamp.name), taken(stamp.name)))',
    'if (stamp.wall < 0)',
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
