import { dialog, shell } from 'electron';
import type { StartFailure } from '#core/open-workstation.ts';
import type { PackFault } from '#shared/domain/pack/fault.ts';
import { fill, type Texts } from './texts.ts';

export type Unopened =
  | Extract<StartFailure, { readonly code: 'pack-refused' }>
  | { readonly code: Exclude<StartFailure['code'], 'pack-refused'> | 'folder-in-use' };

/** A dialog of the system does not scroll. */
const MOST_FAULTS = 8;

/**
 * Says why the desk cannot open: what happened, what is safe, what to do. It ends with the app being quit; records that
 * cannot be opened are never replaced by blank ones.
 */
export async function showStartFailure(
  failure: Unopened,
  dataFolder: string,
  texts: Texts,
  tell: (fault: PackFault) => string,
): Promise<void> {
  const { code } = failure;
  const words = texts.start[code];
  if (words === undefined) throw new Error(`no words for the start failure ${code}`);
  const { title, openFolder, quit } = texts.startFailure;
  const { response } = await dialog.showMessageBox({
    type: 'error',
    title,
    message: words.what,
    detail: [...faultsOf(failure, texts, tell), words.safe, words.next, fill(texts.startFailure.code, { code })].join(
      '\n\n',
    ),
    buttons: [quit, openFolder],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  if (response === 1) await shell.openPath(dataFolder);
}

/** Where a script pack is wrong, and how. */
function faultsOf(failure: Unopened, texts: Texts, tell: (fault: PackFault) => string): readonly string[] {
  if (failure.code !== 'pack-refused') return [];
  const lines = failure.faults.slice(0, MOST_FAULTS).map(tell);
  const more = failure.faults.length - lines.length;
  if (more > 0) lines.push(fill(texts.startFailure.moreFaults, { count: String(more) }));
  return [[failure.path, ...lines].join('\n')];
}
