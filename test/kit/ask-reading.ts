import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Reading } from './probe.ts';

/** Options of Node with which a program can be asked what it uses. */
export const PROBED: readonly string[] = ['--expose-gc', '--import', join(import.meta.dirname, 'probe.ts')];

/** What a child uses; `tidied`: after its rubbish was collected. Rejects when it is gone. */
export function askReading(child: ChildProcess, tidied: boolean): Promise<Reading> {
  return new Promise((resolve, reject) => {
    const over = (): void => {
      child.off('message', heard);
      child.off('close', gone);
    };
    const gone = (): void => {
      over();
      reject(new Error('the process is gone'));
    };
    const heard = ({ reading }: { readonly reading?: Reading }): void => {
      if (reading === undefined) return;
      over();
      resolve(reading);
    };
    child.on('message', heard);
    child.once('close', gone);
    if (!child.connected) gone();
    else
      child.send({ reading: { tidied } }, (error) => {
        if (error !== null) gone();
      });
  });
}
