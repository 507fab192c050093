import vue from '@vitejs/plugin-vue';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { testFiles, type TestProject } from './scripts/steps/vitest.ts';

const minuteMs = 60_000;

function project(name: TestProject, test: TestProjectInlineConfiguration['test'] = {}): TestProjectInlineConfiguration {
  return { extends: true, test: { ...test, name, include: [...testFiles[name]] } };
}

const globalSetup = './test/kit/built-pack.ts';

// No retries anywhere: a test that fails now and then is a failing test.
export default defineConfig({
  plugins: [vue()],
  test: {
    environment: 'node',
    restoreMocks: true,
    // Vitest would leave one of two cores to its own process, which only waits.
    maxWorkers: 2,
    projects: [
      // No test is about its own speed: the limit only ends one that hangs, also on a busy machine.
      project('unit', { globalSetup, testTimeout: minuteMs, hookTimeout: minuteMs }),
      project('contract', { globalSetup, testTimeout: minuteMs, hookTimeout: minuteMs }),
      project('property', { globalSetup, testTimeout: minuteMs, hookTimeout: minuteMs }),
      project('simulation', { testTimeout: 5 * minuteMs }),
      // More than there are cores: a spec mostly waits, as for a minute on hold to pass.
      project('e2e', { testTimeout: minuteMs, hookTimeout: 2 * minuteMs, maxWorkers: 3 }),
    ],
  },
});
