import { runInPlace } from '../door/hand-over.mjs';
import { root } from '../door/root.mjs';
import { ensureBuilt } from '../steps/build.ts';
import { findElectron } from '../steps/electron.ts';
import { become } from '../steps/program.ts';

/** The shell's code for a program whose system libraries are missing. */
const couldNotLoad = 127;

const args = process.argv.slice(2);
await ensureBuilt();

const electron = findElectron();
let because: string | undefined;
if (electron.found) {
  delete process.env.ELECTRON_RUN_AS_NODE;
  const code = await runInPlace(electron.binary, [root, ...args]);
  if (code === couldNotLoad) because = 'Electron could not load the system libraries it needs.';
  else process.exitCode = code;
} else {
  because = electron.because;
}

if (because !== undefined) {
  console.log(`${because} Opening the desk in the browser of this machine instead.`);
  await become('out/main/loopback.js', args);
}
