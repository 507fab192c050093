import { dialog, shell } from 'electron';
import type { StartFailure } from '#core/open-workstation.ts';
import { fill, type Texts } from './texts.ts';

export type Unopened = StartFailure['code'] | 'folder-in-use';

/**
 * Says why the desk cannot open: what happened, what is safe, what to do. It ends with the app being quit; records that
 * cannot be opened are never replaced by blank ones.
 */
export async function showStartFailure(code: Unopened, dataFolder: string, texts: Texts): Promise<void> {
  const words = texts.start[code];
  if (words === undefined) throw new Error(`no words for the start failure ${code}`);
  const { title, openFolder, quit } = texts.startFailure;
  const { response } = await dialog.showMessageBox({
    type: 'error',
    title,
    message: words.what,
    detail: [words.safe, words.next, fill(texts.startFailure.code, { code })].join('\n\n'),
    buttons: [quit, openFolder],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  if (response === 1) await shell.openPath(dataFolder);
}
