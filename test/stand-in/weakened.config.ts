import { defineConfig, loadConfigFromFile } from 'electron-vite';
import { asked, patching } from './weakening.ts';

const { weakening, outDir } = asked();
const { config } = await loadConfigFromFile(
  { command: 'build', mode: 'production' },
  'electron.vite.config.ts',
  process.cwd(),
);
const build = { outDir, emptyOutDir: true, sourcemap: false };
const plugins = [patching(weakening)];
const main = { electron: 'src-main/electron/main.ts' };

/** The true build of one part, with the patch and into another folder. */
export default defineConfig(
  weakening.part === 'main'
    ? {
        main: {
          ...config.main,
          plugins,
          build: {
            ...config.main?.build,
            ...build,
            rolldownOptions: { ...config.main?.build?.rolldownOptions, input: main },
          },
        },
      }
    : { preload: { ...config.preload, plugins, build: { ...config.preload?.build, ...build } } },
);
