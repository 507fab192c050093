import { absorb, broken, carried, prepare, type Break } from './broken.ts';

/** Rules for what is carried to the service and back. */
export const FILES: readonly Break[] = [
  broken('an answer to what was asked before is taken for the present one', absorb, [
    "if (request.acknowledged !== status.acknowledged) return { kind: 'stale' };",
    '',
  ]),
  broken('a file is answered as if its desk stood still', carried, [
    'acknowledged: Math.max(acknowledged, lastSeq)',
    'acknowledged',
  ]),
  broken('a file is answered beyond the life of the service that its desk knows', carried, [
    "if (reply.kind === 'refused' || reply.forks !== null) return;",
    "if (reply.kind === 'refused') return;",
  ]),
  broken('an answer ends before the desk has all', carried, [
    'if (isLast && !hasMore(reply, images)) return;',
    'if (isLast) return;',
  ]),
  broken('an answer goes on from rows that its desk does not take in yet', carried, [
    'const moved = untold ? {} :',
    'const moved =',
  ]),
  broken('a desk is answered as if an image told it nothing of the life of the service', carried, [
    'epoch: image.epoch, ',
    '',
  ]),
  broken('the file of a revoked desk is read to the end of its first part', carried, [
    'if (isLast) return;\n      isRevoked = true;',
    'if (request.device !== "") return;\n      isRevoked = true;',
  ]),
  broken('what a revoked desk hands over by file is counted by what the service has', carried, [
    'const from = isRevoked ? said.acknowledged : acknowledged;',
    'const from = acknowledged;',
  ]),
  broken('only the first edits go into a file', prepare, [
    'acknowledged = push.ops.at(-1)?.seq ?? acknowledged;',
    "if (push.prev !== '') return;",
  ]),
  broken('a file tells a restored service of no rows', prepare, ['yield { ...first, testimony };', '{}']),
  broken('a desk that is leaving holds what the service has against what it hands over', absorb, [
    'lastSeq > acknowledged && leaving !== true',
    'lastSeq > acknowledged',
  ]),
  broken('a desk that is leaving goes on under a new name by an answer of before', absorb, [
    "{ kind: status.leaving === true ? 'stale' : 'forked' }",
    "{ kind: 'forked' }",
  ]),
];
