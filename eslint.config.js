import babel from '@babel/eslint-parser';
import js from '@eslint/js';
import slds from '@salesforce-ux/eslint-plugin-slds';
import lwc from '@salesforce/eslint-config-lwc/recommended.js';
import globals from 'globals';
import ts from 'typescript-eslint';

const service = ['sync-service/**/*.ts', 'scripts/**/*.ts', 'test/**/*.ts'];

// Import direction: domain ← everything; the adapters know the domain and ports.ts and not each other;
// main.ts and cli.ts alone know them all.
const adapters = ['salesforce', 'intake', 'store', 'http', 'export'];
const restrict = (files, regex, message) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ regex, message }] }] },
});
const pureDomain = 'The domain imports nothing but itself, decimal.js and zod.';
const importDirection = [
  restrict(['sync-service/domain/*.ts'], '^(?!(\\./|decimal\\.js$|zod$))', pureDomain),
  restrict(['sync-service/domain/*/*.ts'], '^(?!(\\./|\\.\\./(?!\\.\\.)|decimal\\.js$|zod$))', pureDomain),
  // A forecast is statistics: its linear algebra and quantiles come from libraries, which are as pure.
  restrict(
    ['sync-service/domain/forecast/*.ts'],
    '^(?!(\\./|\\.\\./(?!\\.\\.)|decimal\\.js$|zod$|ml-matrix$|simple-statistics$))',
    'Beside what the domain imports, the forecast imports ml-matrix and simple-statistics.',
  ),
  // Public suffixes, numbers and their check digits, phones and scripts are tables that others keep better; all are pure.
  restrict(
    ['sync-service/domain/customer/*.ts'],
    '^(?!(\\./|\\.\\./(?!\\.\\.)|decimal\\.js$|zod$|any-ascii$|libphonenumber-js(/|$)|stdnum$|tldts$))',
    'Beside what the domain imports, customers import any-ascii, libphonenumber-js, stdnum and tldts.',
  ),
  ...adapters.map((adapter) =>
    restrict(
      [`sync-service/${adapter}/**/*.ts`],
      `/(${adapters.filter((other) => other !== adapter).join('|')}|test|scripts)/|/(pipeline|main|cli|config)\\.ts$`,
      'An adapter knows the domain and ports.ts, not its neighbours; main.ts hands it what it needs.',
    ),
  ),
  restrict(
    ['sync-service/{pipeline,ports,config}.ts'],
    `/(${adapters.join('|')}|test|scripts)/`,
    'The pipeline knows ports, not who stands behind them.',
  ),
];

// Styles and templates keep to the design system, without exception. Lengths that it has no styling hook for stay as they are.
const designSystem = slds.configs['flat/recommended'].map((config) => ({
  ...config,
  files: [`force-app/**/lwc/**/*.${config.language === 'css/css' ? 'css' : 'html'}`],
  rules: {
    ...Object.fromEntries(Object.keys(config.rules).map((rule) => [rule, 'error'])),
    ...(config.language === 'css/css' && {
      '@salesforce-ux/slds/no-hardcoded-values-slds2': ['error', { reportNumericValue: 'hasReplacement' }],
    }),
  },
}));

export default [
  {
    ignores: [
      'node_modules/**',
      '.fairlead/**',
      'coverage/**',
      'force-app/main/default/lwc/marginEngine/marginEngine.js',
    ],
  },
  ...ts.configs.recommended.map((config) => ({ ...js.configs.recommended, ...config, files: service })),
  {
    files: ['*.js'],
    ...js.configs.recommended,
    languageOptions: { globals: globals.node },
  },
  {
    files: service,
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
    languageOptions: { parserOptions: { projectService: true } },
  },
  ...importDirection,
  {
    files: ['sync-service/domain/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', 'process', 'fetch', 'setTimeout', 'setInterval', 'performance'],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'The domain has no clock: take `now`.' },
        { object: 'Math', property: 'random', message: 'The domain is deterministic.' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'The domain has no clock.' },
        { selector: 'Literal[value=/__c$/]', message: 'No Salesforce names in the domain.' },
      ],
    },
  },
  ...designSystem,
  ...lwc.map((config) => ({ ...config, files: ['force-app/**/lwc/**/*.js'] })),
  {
    // What the preview has around the components runs in a browser.
    files: ['test/preview/**/*.js'],
    ...js.configs.recommended,
    languageOptions: {
      globals: globals.browser,
      parser: babel,
      parserOptions: {
        requireConfigFile: false,
        babelOptions: { parserOpts: { plugins: [['decorators', { decoratorsBeforeExport: false }]] } },
      },
    },
  },
  {
    files: ['force-app/**/__tests__/**/*.js'],
    languageOptions: { globals: { ...globals.jest, ...globals.node } },
    // A test answers for the org by the wire adapters themselves.
    rules: { '@lwc/lwc/no-async-operation': 'off', '@lwc/lwc/no-unexpected-wire-adapter-usages': 'off' },
  },
];
