import { runInPlace } from '../door/hand-over.mjs';
import { root } from '../door/root.mjs';
import { words } from '../door/words.mjs';
import { ensureBuilt } from '../steps/build.ts';
import { findElectron, type WhyNoElectron } from '../steps/electron.ts';
import { become } from '../steps/program.ts';

/** The shell's code for a program whose system libraries are missing. */
const couldNotLoad = 127;

const args = process.argv.slice(2);
await ensureBuilt();

const electron = findElectron();
let because: WhyNoElectron | undefined;
if (electron.found) {
  delete process.env.ELECTRON_RUN_AS_NODE;
  const code = await runInPlace(electron.binary, [root, ...args]);
  if (code === couldNotLoad) because = 'no-libraries';
  else process.exitCode = code;
} else {
  because = electron.because;
}

if (because !== undefined) {
  console.log(words('electron.instead', { because: words(`electron.${because}`) }));
  await become('out/main/loopback.js', args);
}
