import tseslint from 'typescript-eslint';
import js from '@eslint/js';

/** Forbids imports whose path matches, with the sentence of ARCHITECTURE.md that says why. */
const mayNotImport = (...groups) => ({
  '@typescript-eslint/no-restricted-imports': [
    'error',
    { patterns: groups.map(([regex, message]) => ({ regex, message })) },
  ],
});
const noGitHub = [
  '^(probot|@octokit/.*)$',
  'Only github/, app.ts and action.ts may import Probot or Octokit.',
];
const noSystem = [
  '^(node:)?(fs|fs/promises|child_process)$',
  'Only git/, ledger/, queue/, dependencies/advisories, syntax/sandboxed and the doors may touch fs or child_process.',
];
const noNetwork = [
  '^(node:)?(http|https|net|tls|dgram)$',
  'Only github/ and dependencies/advisories may touch the network.',
];

export default tseslint.config(
  { ignores: ['dist/', 'release/', 'site/', 'coverage/', 'examples/', 'test/fixtures/'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-non-null-assertion': 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
  {
    files: ['src/model/**/*.ts'],
    rules: mayNotImport(['^(?!\\./)', 'model/ imports nothing but itself.']),
  },
  {
    files: ['src/{analyzers,triage,threat-model,config,reporters}/**/*.ts', 'src/review.ts'],
    rules: mayNotImport(noGitHub, noSystem, noNetwork, [
      '/(github|git|reporters)/',
      "Nothing below the doors may import the doors' folders.",
    ]),
  },
  {
    files: ['src/analyzers/dependencies/advisories/**/*.ts'],
    rules: mayNotImport(noGitHub, [
      '/(github|git|reporters)/',
      "Nothing below the doors may import the doors' folders.",
    ]),
  },
  {
    files: ['src/analyzers/syntax/sandboxed.ts'],
    rules: mayNotImport(noGitHub, noNetwork),
  },
  {
    files: ['src/{github,git}/**/*.ts'],
    rules: mayNotImport(['/reporters/(?!markdown)', 'A door joins sources and reporters.']),
  },
  { files: ['test/**/*.ts'], rules: { '@typescript-eslint/no-unsafe-assignment': 'off' } },
);
