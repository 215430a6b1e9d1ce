/**
 * Fences around what code may ask of the computer it runs on, as ESLint rule settings.
 * `envOnlyInEnvFiles`: everybody. `ambient`: services and their seams, which get time, chance and the network through
 * ports so that a simulator can own them. `pure`: the domain, which is also never asynchronous.
 */
const NO_ENV = [
  { object: 'process', property: 'env', message: 'Read the environment in env.ts only and pass values on.' },
  {
    object: 'globalThis',
    property: 'process',
    message: 'Read the environment in env.ts only and pass values on.',
  },
];
const NO_PROCESS_IMPORT = [
  { name: 'process', message: 'Read the environment in env.ts only.' },
  { name: 'node:process', message: 'Read the environment in env.ts only.' },
];

const AMBIENT_GLOBALS = [
  ...['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate'],
  ...['queueMicrotask', 'process', 'crypto', 'performance', 'fetch', 'globalThis', 'console'],
].map((name) => ({
  name,
  message: 'Time, chance, timers and the world come in through arguments or ports.',
}));

const AMBIENT_SYNTAX = [
  {
    selector: 'CallExpression[callee.object.name="Date"][callee.property.name="now"]',
    message: 'The time comes in as an argument or through the Clock port.',
  },
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
    message: 'The time comes in as an argument or through the Clock port.',
  },
  {
    selector: 'CallExpression[callee.name="Date"]',
    message: 'The time comes in as an argument or through the Clock port.',
  },
  {
    selector: 'MemberExpression[object.name="Math"][property.name="random"]',
    message: 'Chance comes in as an argument or through a port.',
  },
];

const ASYNC_SYNTAX = [
  {
    selector: 'AwaitExpression',
    message: 'The domain decides, it never waits: load, then decide, then save.',
  },
  {
    selector: ':function[async=true]',
    message: 'The domain decides, it never waits: load, then decide, then save.',
  },
  { selector: 'ForOfStatement[await=true]', message: 'The domain decides, it never waits.' },
  { selector: 'NewExpression[callee.name="Promise"]', message: 'The domain decides, it never waits.' },
  { selector: 'MemberExpression[object.name="Promise"]', message: 'The domain decides, it never waits.' },
];

const noImports = (regex, message) => ({
  'no-restricted-imports': ['error', { paths: NO_PROCESS_IMPORT, patterns: [{ regex, message }] }],
});

export function envOnlyInEnvFiles() {
  return {
    'no-restricted-properties': ['error', ...NO_ENV],
    'no-restricted-imports': ['error', { paths: NO_PROCESS_IMPORT }],
  };
}

const WORLD =
  'child_process|crypto|dgram|dns|fs|https?|http2|net|os|perf_hooks|timers|tls|worker_threads|zlib';
const WORLD_MODULES = `^(node:)?(${WORLD})(/.*)?$`;

export function ambient() {
  return {
    ...envOnlyInEnvFiles(),
    ...noImports(WORLD_MODULES, 'Services and seams reach the world through ports.'),
    'no-restricted-globals': ['error', ...AMBIENT_GLOBALS],
    'no-restricted-syntax': ['error', ...AMBIENT_SYNTAX],
  };
}

export function pure() {
  return {
    ...envOnlyInEnvFiles(),
    ...noImports(`^node:|${WORLD_MODULES}`, 'The domain is true without computers.'),
    'no-restricted-globals': ['error', ...AMBIENT_GLOBALS],
    'no-restricted-syntax': ['error', ...AMBIENT_SYNTAX, ...ASYNC_SYNTAX],
  };
}
