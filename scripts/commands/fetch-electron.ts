import { runInPlace } from '../door/hand-over.mjs';
import { root } from '../door/root.mjs';

// The package's own installer: it checks the download against the checksums inside the package.
console.log('Downloading the Electron binary from its release site (ELECTRON_MIRROR chooses another) …');
process.exitCode = await runInPlace(process.execPath, [`${root}/node_modules/electron/install.js`]);
console.log(process.exitCode === 0 ? 'Electron is here: npm start uses it.' : 'Electron could not be downloaded.');
