import { faultTeller } from '#core/scripts/fault-words.ts';
import { readWhole } from '#parcel/files.ts';
import { readPackFile, type PackFile } from '#parcel/pack-file.ts';
import { PACK_FILE_BYTES } from '#shared/domain/pack/signed-file.ts';
import { readPack } from '#shared/domain/pack/validate.ts';
import { resources, type Terminal } from './terminal.ts';

/** A built file that is whole and without faults, or `null` after it was told what is wrong. */
export function openOrTell(path: string, terminal: Terminal): PackFile | null {
  const read = readWhole(path, PACK_FILE_BYTES);
  const file = read.ok ? readPackFile(read.value) : read;
  if (!file.ok) {
    const code = typeof file.error === 'string' ? file.error : 'not-read';
    terminal.print(terminal.words(`file.${code}`, { file: path }));
    return null;
  }
  const pack = readPack(file.value.raw);
  if (pack.ok) return file.value;
  const tell = faultTeller(resources, terminal.locale);
  for (const fault of pack.error) terminal.print(`${path}: ${fault.code} ${tell(fault)}`);
  return null;
}
