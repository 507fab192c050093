import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import { loadPack } from '#core/scripts/load-pack.ts';
import { writePackFile } from '#parcel/pack-file.ts';

/** Before the first test: every file runs by itself, and almost each would read the sources of the default pack once more. */
export default function build(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'zuoxi-built-'));
  const loaded = loadPack(join(import.meta.dirname, '..', '..', 'resources', 'packs', 'zh-CN'));
  // With faults it is for the tests to tell.
  if (loaded.ok) {
    process.env.ZUOXI_BUILT_PACK = join(folder, 'zh-CN.zxpack');
    writeFileSync(process.env.ZUOXI_BUILT_PACK, writePackFile(canonicalJson(loaded.value.pack), null));
  }
  return () => rmSync(folder, { recursive: true });
}
