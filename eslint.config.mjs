import eslint from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const nodeBuiltins = ['fs', 'path', 'os', 'crypto', 'http', 'https', 'net', 'child_process', 'timers'];

export default defineConfig(
  {
    ignores: [
      'node_modules',
      '.servers',
      '.data',
      '.cache',
      'dist',
      '**/*.gen.ts',
      '**/*.cjs',
      '**/*.mjs',
      '**/*.js',
    ],
  },
  eslint.configs.recommended,
  tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'Only src/platform/config.ts reads the environment.',
        },
        { selector: 'ExportAllDeclaration', message: 'Re-export by name.' },
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
      ],
    },
  },
  {
    // A forgotten Node builtin in the sandbox is a run-time failure of every open ticket.
    files: ['src/domain/**/*.ts', 'src/workflows/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: ['node:*'],
          paths: nodeBuiltins.map((name) => ({ name, message: 'Not in the sandbox.' })),
        },
      ],
      'no-restricted-globals': [
        'error',
        'process',
        'fetch',
        'setTimeout',
        'setInterval',
        'Buffer',
        'console',
      ],
    },
  },
  {
    // The composition roots hand the environment over; nobody else touches it.
    files: ['src/platform/config.ts', 'server.ts', 'worker.ts', 'scripts/**/*.ts', 'tests/**/*.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    // The oldest browsers that the consoles are built for lack them; see web/vite.config.mts.
    files: ['web/**/*.ts', 'web/**/*.tsx', 'src/domain/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportAllDeclaration', message: 'Re-export by name.' },
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        {
          selector:
            'MemberExpression[property.name=/^(toSorted|toSpliced|toReversed|with|groupBy|withResolvers)$/]',
          message: 'Browsers of 2022 lack it.',
        },
        {
          selector: "MemberExpression[object.name='AbortSignal'][property.name=/^(timeout|any)$/]",
          message: 'Browsers of 2022 lack it.',
        },
      ],
    },
  },
  {
    // Vite asks for a default export, of its settings and of a file that it hands over as an address.
    files: ['web/vite.config.mts', 'web/parts/*.d.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['tests/**/*.ts'],
    rules: {
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);
