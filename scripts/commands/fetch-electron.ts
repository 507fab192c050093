import { runInPlace } from '../door/hand-over.mjs';
import { root } from '../door/root.mjs';
import { words } from '../door/words.mjs';

// The package's own installer: it checks the download against the checksums inside the package.
console.log(words('electron.fetching'));
process.exitCode = await runInPlace(process.execPath, [`${root}/node_modules/electron/install.js`]);
console.log(words(process.exitCode === 0 ? 'electron.fetched' : 'electron.not-fetched'));
