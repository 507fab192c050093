interface Patch {
  /** Relative to `src-main/electron`. */
  readonly file: string;
  /** Must be there exactly once, or the weakened build is refused: else it would prove nothing. */
  readonly find: string;
  readonly put: string;
}

export interface Weakening {
  readonly name: string;
  readonly part: 'main' | 'preload';
  readonly patches: readonly Patch[];
}

interface Asked {
  readonly weakening: Weakening;
  readonly outDir: string;
}

const VARIABLE = 'ZUOXI_WEAKEN';

/** Leaves word for the config of the build, which is loaded by the build tool and takes no arguments. */
export function askFor(weakening: Weakening, outDir: string): void {
  process.env[VARIABLE] = JSON.stringify({ weakening, outDir } satisfies Asked);
}

export function asked(): Asked {
  const text = process.env[VARIABLE];
  if (text === undefined) throw new Error('a weakened build is only made by buildWeakened');
  return JSON.parse(text) as Asked;
}

/** Replaces the named pieces of source; fails the build when one of them is not found. */
export function patching({ name, patches }: Weakening) {
  const open = new Set(patches);
  return {
    name: 'weaken',
    enforce: 'pre' as const,
    transform(code: string, id: string) {
      let patched = code;
      for (const patch of patches) {
        if (!id.endsWith(`/src-main/electron/${patch.file}`)) continue;
        if (patched.split(patch.find).length !== 2)
          throw new Error(`${name}: not once in ${patch.file}: ${patch.find}`);
        patched = patched.replace(patch.find, () => patch.put);
        open.delete(patch);
      }
      return patched === code ? null : { code: patched, map: null };
    },
    buildEnd(error?: Error) {
      if (error === undefined && open.size > 0) throw new Error(`${name}: a file to be patched was never built`);
    },
  };
}
