import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'electron-vite';

/** The Chrome of the oldest Electron we ship, less a margin for the browsers that open the loopback desk. */
const browser = 'chrome140';

export default defineConfig({
  main: {
    build: {
      target: 'node24',
      sourcemap: true,
      rolldownOptions: {
        input: {
          electron: 'src-main/electron/main.ts',
          loopback: 'src-main/loopback/main.ts',
          doctor: 'src-main/doctor/main.ts',
        },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      target: 'node24',
      // A sandboxed preload can load nothing beside itself: one file, everything in it.
      externalizeDeps: false,
      isolatedEntries: true,
      rolldownOptions: {
        input: { preload: 'src-main/electron/preload.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    plugins: [vue()],
    define: {
      __VUE_PROD_DEVTOOLS__: false,
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false,
      __VUE_I18N_LEGACY_API__: false,
      __INTLIFY_PROD_DEVTOOLS__: false,
    },
    build: {
      target: browser,
      // The content security policy allows neither inline scripts and styles nor data: scripts.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      minify: true,
      rolldownOptions: { input: { index: 'src-renderer/index.html' } },
    },
  },
});
