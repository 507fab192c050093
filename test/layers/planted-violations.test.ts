import { cpSync, globSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../scripts/door/root.mjs';
import { calls } from '../../scripts/steps/checks.ts';
import { runTool, type Ending } from '../../scripts/steps/child.ts';

// Trees with the configs of this repository and one small file per forbidden thing, checked by the very calls
// of `npm run check`: a rule that stops refusing its violation fails here.

const configs = ['package.json', 'tsconfig*.json', '.dependency-cruiser.cjs', 'eslint.config.js'];

/** Files that keep every rule: they must stay unreported. */
const lawful = {
  'src-shared/base/clock.ts': 'export interface Clock {\n  now(): number;\n}\n',
  'src-shared/base/elapsed.ts':
    "import type { Clock } from './clock.ts';\n\nexport const elapsed = (clock: Clock, since: number): number => clock.now() - since;\n",
  'src-main/core/system-clock.ts':
    "import type { Clock } from '#shared/base/clock.ts';\n\nexport const systemClock: Clock = { now: () => Date.now() };\n",
  'src-main/core/workstation.ts':
    "import { readFileSync } from 'node:fs';\nimport { systemClock } from './system-clock.ts';\n\nexport const started = [systemClock.now(), readFileSync('/dev/null', 'utf8')];\n",
  'src-main/electron/main.ts':
    "import { app } from 'electron';\nimport { started } from '#core/workstation.ts';\n\nexport const desk = [app, started];\n",
  'src-main/electron/preload.ts':
    "import { contextBridge, ipcRenderer } from 'electron';\n\ncontextBridge.exposeInMainWorld('wire', { on: Boolean(ipcRenderer), in: document.title });\n",
  'src-main/loopback/main.ts': "import { started } from '#core/workstation.ts';\n\nconsole.log(started);\n",
  'src-renderer/locales/zh-CN.json': '{ "desk": { "title": "坐席" } }\n',
  'src-renderer/locales/en.json': '{ "desk": { "title": "Desk" } }\n',
  'src-renderer/DeskTitle.vue': vueFile(
    "import { elapsed } from '#shared/base/elapsed.ts';\n\nconst since = elapsed({ now: () => Date.now() }, 0);",
    "<h1>{{ $t('desk.title') }} {{ since }}</h1>",
  ),
  'src-renderer/main.ts':
    "import { createApp } from 'vue';\nimport { createI18n } from 'vue-i18n';\nimport DeskTitle from './DeskTitle.vue';\n\ncreateApp(DeskTitle).use(createI18n({ locale: 'zh-CN' })).mount(document.body);\n",
  'test/unit/elapsed.test.ts':
    "import { elapsed } from '#shared/base/elapsed.ts';\n\nexport const tested = [elapsed];\n",
  'scripts/tool.mjs': "// @ts-check\nimport { join } from 'node:path';\n\nconsole.log(join('a', 'b'));\n",
};

/** One file per forbidden import. */
const imports = {
  'src-shared/base/imports-electron.ts': importing('electron'),
  'src-shared/base/imports-node.ts': importing('node:fs'),
  'src-shared/base/imports-domain.ts': importing('#shared/domain/imports-contract.ts'),
  'src-shared/domain/imports-contract.ts': importing('#shared/contract/cycle-one.ts'),
  'src-shared/contract/cycle-one.ts': importing('./cycle-two.ts'),
  'src-shared/contract/cycle-two.ts': importing('./cycle-one.ts'),
  'src-shared/contract/forgotten.ts': 'export const nobody = 1;\n',
  'src-main/core/imports-electron.ts': importing('electron'),
  'src-main/core/imports-electron-type.ts':
    "import type { BrowserWindow } from 'electron';\n\nexport type Window = BrowserWindow;\n",
  'src-main/core/imports-host.ts': importing('../electron/main.ts'),
  'src-main/core/imports-vue.ts': importing('vue'),
  'src-main/core/imports-test.ts': importing('../../test/unit/elapsed.test.ts'),
  'src-main/core/imports-nothing-there.ts': importing('./nothing-there.ts'),
  'src-main/loopback/imports-electron.ts': importing('electron'),
  'src-main/electron/preload-reads-files.ts': importing('node:fs'),
  'src-renderer/imports-node.ts': importing('node:fs'),
  'src-renderer/imports-electron.ts': importing('electron'),
  'src-renderer/imports-database.ts': importing('better-sqlite3'),
  'src-renderer/ImportsCore.vue': vueFile(
    "import { started } from '../src-main/core/workstation.ts';",
    '<p>{{ started }}</p>',
  ),
};

/** One file per forbidden name or habit. A tree of its own: an import of Electron would bring the names of Node along. */
const names = {
  'src-shared/base/imports-node.ts': importing('node:fs'),
  'src-shared/contract/uses-timers.ts': 'export const late = setTimeout(() => undefined, 1);\n',
  'src-main/core/uses-document.ts': 'export const title = document.title;\n',
  'src-main/core/reads-clock.ts': 'export const now = [Date.now(), new Date(), Math.random()];\n',
  'src-main/core/is-any.ts': 'export const anything = (value: any): unknown => value;\n',
  'src-main/core/is-silenced.ts': '// eslint-disable-next-line no-console\nexport const quiet = 1;\n',
  'src-main/electron/uses-bridge.ts':
    "import { ipcRenderer } from 'electron';\n\nexport const bridge = [ipcRenderer];\n",
  'src-main/electron/uses-document.ts': 'export const title = document.title;\n',
  'src-renderer/uses-process.ts': 'export const folder = process.cwd();\n',
  'src-renderer/SpeaksPlainly.vue': vueFile(
    'const words = 1;',
    '<p title="保存">你好 <b v-html="words" /> {{ $t(\'desk.missing\') }}</p>',
  ),
};

const trees = mkdtempSync(join(tmpdir(), 'zuoxi-planted-'));
let layers: Ending;
let types: Ending;
let lint: Ending;

beforeAll(async () => {
  const importTree = plant('imports', imports);
  const nameTree = plant('names', names);
  layers = await runTool(calls.layers(importTree), { folder: importTree });
  [types, lint] = await Promise.all([
    runTool(calls.types, { folder: nameTree }),
    runTool([...calls.lint, '--format=json'], { folder: nameTree }),
  ]);
}, 120_000);

afterAll(() => {
  rmSync(trees, { recursive: true, force: true });
});

describe('the layers refuse', () => {
  test.for([
    ['electron in shared code', 'shared-is-pure', 'src-shared/base/imports-electron.ts'],
    ['a Node module in shared code', 'shared-is-pure', 'src-shared/base/imports-node.ts'],
    ['the domain in the base', 'base-knows-no-trade', 'src-shared/base/imports-domain.ts'],
    ['the contract in the domain', 'domain-knows-no-wire', 'src-shared/domain/imports-contract.ts'],
    ['a cycle', 'no-cycles', 'src-shared/contract/cycle-one.ts'],
    ['a module that nobody knows', 'no-orphans', 'src-shared/contract/forgotten.ts'],
    ['electron in the core', 'core-knows-no-host', 'src-main/core/imports-electron.ts'],
    ['a type of electron in the core', 'core-knows-no-host', 'src-main/core/imports-electron-type.ts'],
    ['a host in the core', 'core-knows-no-host', 'src-main/core/imports-host.ts'],
    ['Vue in the core', 'core-knows-no-host', 'src-main/core/imports-vue.ts'],
    ['a test in the product', 'nothing-imports-tests', 'src-main/core/imports-test.ts'],
    ['an import that leads nowhere', 'no-unresolvable', 'src-main/core/imports-nothing-there.ts'],
    ['electron in the loopback host', 'loopback-is-plain-node', 'src-main/loopback/imports-electron.ts'],
    ['a Node module in the preload', 'preload-is-a-wire', 'src-main/electron/preload-reads-files.ts'],
    ['a Node module in the renderer', 'renderer-is-a-browser', 'src-renderer/imports-node.ts'],
    ['electron in the renderer', 'renderer-is-a-browser', 'src-renderer/imports-electron.ts'],
    ['the database in the renderer', 'renderer-is-a-browser', 'src-renderer/imports-database.ts'],
    ['the core in a .vue file', 'renderer-is-a-browser', 'src-renderer/ImportsCore.vue'],
  ] as const)('%s', ([, rule, file]) => {
    expect(linesOf(layers)).toContainEqual(expect.stringMatching(`error ${rule}: ${escaped(file)}( |$)`));
  });

  test('nothing that is lawful', () => {
    expect(linesOf(layers).filter((line) => namesLawful(line))).toEqual([]);
  });
});

describe('the types refuse', () => {
  test.for([
    ['timers in shared code', "'setTimeout'", 'src-shared/contract/uses-timers.ts'],
    ['a Node module in shared code', "'node:fs'", 'src-shared/base/imports-node.ts'],
    ['the DOM in the core', "'document'", 'src-main/core/uses-document.ts'],
    ['the DOM in the main process', "'document'", 'src-main/electron/uses-document.ts'],
    ['Node in the renderer', "'process'", 'src-renderer/uses-process.ts'],
  ] as const)('%s', ([, name, file]) => {
    expect(linesOf(types)).toContainEqual(expect.stringMatching(`^${escaped(file)}\\(.*error TS\\d+: .*${name}`));
  });

  test('nothing that is lawful', () => {
    expect(linesOf(types).filter((line) => namesLawful(line))).toEqual([]);
  });
});

describe('the lint refuses', () => {
  test.for([
    [
      'the clock and chance in the core',
      ['no-restricted-properties', 'no-restricted-syntax'],
      'src-main/core/reads-clock.ts',
    ],
    ['timers in shared code', ['no-restricted-globals'], 'src-shared/contract/uses-timers.ts'],
    ['any', ['@typescript-eslint/no-explicit-any'], 'src-main/core/is-any.ts'],
    [
      'a disabled rule without a reason or a need',
      ['@eslint-community/eslint-comments/require-description', null],
      'src-main/core/is-silenced.ts',
    ],
    ['ipcRenderer outside the preload', ['no-restricted-imports'], 'src-main/electron/uses-bridge.ts'],
    [
      'text outside the locale files, v-html, unknown keys',
      ['@intlify/vue-i18n/no-missing-keys', '@intlify/vue-i18n/no-raw-text', 'vue/no-v-html'],
      'src-renderer/SpeaksPlainly.vue',
    ],
  ] as const)('%s', ([, rules, file]) => {
    expect(lintRules(file)).toEqual(expect.arrayContaining([...rules]));
  });

  test('nothing that is lawful', () => {
    expect(Object.keys(lawful).flatMap((file) => lintRules(file).map((rule) => `${file}: ${String(rule)}`))).toEqual(
      [],
    );
  });
});

/** Writes the configs, the lawful files and `files` into a tree; packages are linked, their caches are not. */
function plant(name: string, files: Readonly<Record<string, string>>): string {
  const tree = join(trees, name);
  mkdirSync(join(tree, 'node_modules'), { recursive: true });
  for (const entry of readdirSync(join(root, 'node_modules'), { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name.startsWith('.')) continue;
    symlinkSync(join(root, 'node_modules', entry.name), join(tree, 'node_modules', entry.name), 'junction');
  }
  for (const file of globSync(configs, { cwd: root })) cpSync(join(root, file), join(tree, file));
  for (const [file, content] of Object.entries({ ...lawful, ...files })) {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    writeFileSync(join(tree, file), content);
  }
  return tree;
}

function importing(what: string): string {
  return `import * as it from '${what}';\n\nexport const imported = [it];\n`;
}

function vueFile(script: string, template: string): string {
  return `<script setup lang="ts">\n${script}\n</script>\n\n<template>\n  ${template}\n</template>\n`;
}

/** The lines of a tool's output, with forward slashes. */
function linesOf(ending: Ending): string[] {
  return ending.output.replaceAll('\\', '/').split('\n');
}

function escaped(file: string): string {
  return file.replaceAll('.', '\\.');
}

/** Whether a line reports one of the lawful files (as the one that offends, not as the one imported). */
function namesLawful(line: string): boolean {
  return Object.keys(lawful).some((file) => line.startsWith(file) || line.includes(`: ${file}`));
}

/** The rules broken by a file; null is ESLint's name for a directive that disables nothing. */
function lintRules(file: string): (string | null)[] {
  const results = JSON.parse(lint.output) as { filePath: string; messages: { ruleId: string | null }[] }[];
  const result = results.find(({ filePath }) => filePath.replaceAll('\\', '/').endsWith(`/${file}`));
  return (result?.messages ?? []).map(({ ruleId }) => ruleId);
}
