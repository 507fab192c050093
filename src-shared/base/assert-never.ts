/** Makes the compiler prove that a union was handled completely; reached at run time only by a value that lied about its type. */
export function assertNever(value: never): never {
  throw new TypeError(`unhandled case: ${JSON.stringify(value)}`);
}
