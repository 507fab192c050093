/** The version of the exchange; a service answers `protocol-unknown` to one that it does not speak. */
export const PROTOCOL = 1;

export const LIMITS = {
  /** Ops in one push. One local transaction is never split, so a push of one transaction may be larger. */
  ops: 2_000,
  /** About how long the ops or the told rows of one request are together, in UTF-16 units; one transaction or row may be longer. */
  length: 1_000_000,
  /** Entries in one reply, unless one commit is larger. */
  rows: 5_000,
  testimony: 500,
  streams: 1_000,
  /** Of names, in UTF-16 units. Names of conflicts are made of an op's name and a field's. */
  name: 300,
  fieldName: 200,
  /** Of a body once decompressed: a transaction with several pasted megabytes fits, a compressed bomb does not. */
  bodyBytes: 24 * 1024 * 1024,
  /** How deep values may be nested; what recurses over them stays far from the end of the stack. */
  depth: 32,
} as const;
