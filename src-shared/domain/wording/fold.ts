import tsCharacters from 'opencc-js/dict/TSCharacters';

/** Which letters count as one and the same when phrases are looked for. */
export type Fold = (letter: string) => string;

let simplified: ReadonlyMap<string, string> | undefined;

/** Traditional → simplified, one character for one: OpenCC's table without its phrases, 15 kB that any page can carry. */
function simplifiedForms(): ReadonlyMap<string, string> {
  simplified ??= new Map(tsCharacters.split('|').map((pair) => pair.split(' ') as [string, string]));
  return simplified;
}

/** `alike` are the policy's own groups (你您妳): each letter counts as the first of its group. */
export function foldOf(alike: readonly string[]): Fold {
  const same = new Map(
    alike.flatMap((group) => {
      const [first = '', ...others] = [...group];
      return others.map((other): [string, string] => [other, first]);
    }),
  );
  const folded = new Map(same);
  for (const [traditional, plain] of simplifiedForms()) folded.set(traditional, same.get(plain) ?? plain);
  return (letter) => folded.get(letter) ?? letter;
}
