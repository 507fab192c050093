import comments from '@eslint-community/eslint-plugin-eslint-comments/configs';
import i18n from '@intlify/eslint-plugin-vue-i18n';
import eslint from '@eslint/js';
import prettier from 'eslint-config-prettier';
import vue from 'eslint-plugin-vue';
import accessibility from 'eslint-plugin-vuejs-accessibility';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import typescript from 'typescript-eslint';

/** Time and chance are passed in; only these modules may read them. */
const clockModules = ['**/clock.ts', '**/system-clock.ts', '**/randomness.ts', '**/system-randomness.ts'];

const passIn = (what) => `${what} is passed in (see src-shared/base), so that tests and simulations decide it.`;

const chanceAndTime = {
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: passIn('The clock') },
    { object: 'performance', property: 'now', message: passIn('The clock') },
    { object: 'Math', property: 'random', message: passIn('Randomness') },
    { object: 'crypto', property: 'randomUUID', message: passIn('Randomness') },
    { object: 'crypto', property: 'getRandomValues', message: passIn('Randomness') },
  ],
  'no-restricted-syntax': [
    'error',
    { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: passIn('The clock') },
    { selector: 'MemberExpression[object.name="Temporal"][property.name="Now"]', message: passIn('The clock') },
  ],
  'no-restricted-globals': [
    'error',
    { name: 'setTimeout', message: passIn('The clock') },
    { name: 'setInterval', message: passIn('The clock') },
  ],
};

const noRawIpc = {
  'no-restricted-imports': [
    'error',
    {
      paths: [
        {
          name: 'electron',
          importNames: ['ipcRenderer', 'contextBridge'],
          message: 'Only the preload speaks to the bridge.',
        },
      ],
    },
  ],
};

export default defineConfig(
  globalIgnores([
    'out/',
    'release/',
    'coverage/',
    'test-results/',
    '.zuoxi/',
    'resources/packs/',
    'docs/',
    '**/fixtures/**',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' } },

  eslint.configs.recommended,
  comments.recommended,
  {
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'object-shorthand': 'error',
      'prefer-template': 'error',
      '@eslint-community/eslint-comments/require-description': ['error', { ignore: ['eslint-enable'] }],
      '@eslint-community/eslint-comments/no-unlimited-disable': 'error',
    },
  },

  // TypeScript, with types
  {
    files: ['**/*.ts', '**/*.vue'],
    extends: [typescript.configs.strictTypeChecked, typescript.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, extraFileExtensions: ['.vue'], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-definitions': 'off', // a union and its members read better in one form
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }], // code points are what we count in Chinese
      '@typescript-eslint/unbound-method': 'off', // our functions live in records and vue-i18n's are meant to be taken out
      '@typescript-eslint/no-invalid-void-type': 'off', // a table of answers says void where there is none
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true, boolean: true } }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' },
      ],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
    },
  },

  // Vue
  {
    files: ['src-renderer/**/*.vue'],
    extends: [vue.configs['flat/recommended'], accessibility.configs['flat/recommended'], i18n.configs['recommended']],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { parser: typescript.parser },
    },
    rules: {
      'no-undef': 'off', // vue-tsc knows what exists, types included
      '@typescript-eslint/no-useless-default-assignment': 'off', // does not know defaults of destructured props
      'vue/no-v-html': 'error',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/define-macros-order': 'error',
      'vue/multi-word-component-names': 'off', // the words of the trade are often one word
      'vue/no-undef-components': ['error', { ignorePatterns: ['RouterLink', 'RouterView', 'i18n-t', 'I18nT'] }],
      'vue/no-unused-refs': 'error',
      'vue/no-useless-v-bind': 'error',
      'vue/prefer-true-attribute-shorthand': 'error',
      'vue/static-class-names-order': 'off',
      'vue/no-static-inline-styles': 'error', // the content security policy refuses them
      'vuejs-accessibility/label-has-for': ['error', { required: { some: ['nesting', 'id'] }, allowChildren: true }],
      '@intlify/vue-i18n/no-raw-text': [
        'error',
        {
          attributes: {
            '/.+/': ['title', 'aria-label', 'aria-description', 'aria-placeholder', 'placeholder', 'alt', 'label'],
          },
          ignorePattern: '^[-–—·•|/:：,，.。()（）#%+×→←↑↓…\\s\\d]*$',
        },
      ],
      '@intlify/vue-i18n/no-missing-keys': 'error',
      '@intlify/vue-i18n/no-v-html': 'error',
    },
  },
  {
    files: ['src-renderer/**/*.ts'],
    plugins: { '@intlify/vue-i18n': i18n },
    languageOptions: { globals: globals.browser },
    rules: {
      '@intlify/vue-i18n/no-missing-keys': 'error',
      // An imported .vue file has no type here; vue-tsc knows it.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  {
    settings: {
      'vue-i18n': { localeDir: './src-renderer/locales/*.json', messageSyntaxVersion: '^11.0.0' },
    },
  },

  // What each layer may not do
  {
    files: ['src-shared/**', 'src-main/core/**', 'src-service/**', 'src-parcel/**'],
    ignores: clockModules,
    rules: chanceAndTime,
  },
  {
    files: ['src-service/storage/sqlite/**'],
    rules: { '@typescript-eslint/require-await': 'off' }, // the library answers at once, what it implements is asked for later
  },
  {
    files: ['src-main/**'],
    ignores: ['src-main/electron/preload*.ts', 'src-main/electron/preload/**'],
    rules: noRawIpc,
  },
  {
    files: [
      'scripts/**',
      'src-main/doctor/**',
      'src-main/loopback/main.ts',
      'src-service/cli/**',
      'test/bench/**',
      'test/screenshots/**',
    ],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['test/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off', // a wrong guess fails the test, which is what it is for
    },
  },

  // Plain JavaScript: the door and the config files
  { files: ['**/*.js', '**/*.mjs', '**/*.cjs'], languageOptions: { globals: globals.node } },
  { files: ['scripts/demo/page/*.js'], languageOptions: { globals: globals.browser } },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs' } },

  prettier,
);
