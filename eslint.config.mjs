import js from '@eslint/js';
import { createProjectGraphAsync } from '@nx/devkit';
import nx from '@nx/eslint-plugin';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';
import { depConstraints } from './deploy/fences/floors.mjs';
import { ambient, envOnlyInEnvFiles, pure } from './deploy/fences/purity.mjs';
import { style, styleOff } from './deploy/fences/style.mjs';

// Without a cached graph the boundary rule skips itself and lint stays green: compute it first, or fail here.
await createProjectGraphAsync({ exitOnError: false });

const SPECS = ['**/*.spec.ts', '**/*.conformance.ts', '**/{testing,specs}/**/*.ts', 'apps/journeys/**/*.ts'];
const boundaries = (options) => ({
  '@nx/enforce-module-boundaries': [
    'error',
    {
      allow: [],
      depConstraints: depConstraints(options),
      // A process loads the one bus it was told to use; its specs name them all.
      checkDynamicDependenciesExceptions: ['^@evenkeel/'],
    },
  ],
});

export default tseslint.config(
  {
    ignores: ['**/dist/**', '**/node_modules/**', '**/coverage/**', '.nx/**', '.evenkeel/**'],
  },
  js.configs.recommended,
  {
    files: ['**/*.mjs', '**/*.cjs'],
    // What Node itself offers, and what it gives to CommonJS files.
    languageOptions: {
      globals: Object.fromEntries(
        [...Object.getOwnPropertyNames(globalThis), 'module', 'require', '__dirname'].map((name) => [
          name,
          'readonly',
        ]),
      ),
    },
  },
  {
    files: ['**/*.ts'],
    // Rules that need types are in .oxlintrc.json.
    extends: [...tseslint.configs.recommended],
    plugins: { '@nx': nx, 'import-x': importX, style: style.plugin },
    rules: {
      ...boundaries({ specs: false }),
      ...envOnlyInEnvFiles(),
      'import-x/no-default-export': 'error',
      // Its fix turns an injected class into a type, and Nest then injects nothing.
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      ...style.rules,
    },
  },
  // A later entry replaces a rule of an earlier one as a whole, so each of these repeats what must go on holding.
  { files: ['libs/domain/**/*.ts'], rules: pure() },
  {
    files: [
      'libs/ports/**/*.ts',
      'libs/operations/**/*.ts',
      'libs/contracts/**/*.ts',
      'libs/administration/**/*.ts',
      'libs/services/**/*.ts',
      'libs/connectors/**/*.ts',
    ],
    // The other side of the simulator connector: an HTTP server that runs in apps/sandbox and in tests, not a connector.
    ignores: ['libs/connectors/simulator/src/provider/**'],
    rules: ambient(),
  },
  {
    files: SPECS,
    rules: {
      ...boundaries({ specs: true }),
      ...envOnlyInEnvFiles(),
      'no-restricted-globals': 'off',
      'no-restricted-syntax': 'off',
      ...styleOff,
    },
  },
  // A library's index is a list of names.
  { files: ['**/index.ts'], rules: { 'max-lines': 'off' } },
  { files: ['**/env.ts'], rules: { 'no-restricted-properties': 'off' } },
);
