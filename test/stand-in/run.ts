/**
 * The program that the driver starts in a process of its own: maps `electron` to the stand-in, loads the true built main
 * bundle, then says that the app is ready. Test only; it never ships.
 */
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { openLine } from './electron/cdp.ts';
import { settings } from './electron/settings.ts';

const standIn = new URL('./electron/index.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) => {
    if (specifier === 'electron' || specifier === 'electron/main') return { url: standIn, shortCircuit: true };
    return next(specifier, context);
  },
});

const { endpoint, main, appPath, args } = settings();
await openLine(endpoint);
const [{ theApp }, { listenToDriver }] = await Promise.all([
  import('./electron/app.ts'),
  import('./electron/control.ts'),
]);
listenToDriver();
process.argv = [process.execPath, appPath, ...args];
await import(pathToFileURL(main).href);
theApp.becomeReady();
