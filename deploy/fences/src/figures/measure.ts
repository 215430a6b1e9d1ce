import { findCycles } from './cycles.js';
import { importGraph, type Doors } from './import-graph.js';
import type { FigureName } from './limits.js';
import type { SourceFile } from './source-file.js';

export interface Measured {
  readonly value: number;
  /** The files that make it what it is, where they can be named. */
  readonly because: readonly string[];
}

/** Of code; a library's index, which is a list of names, may have more. */
export const MOST_LINES = 200;

/** Packages that make a file one of a framework or of the outer world. */
const FRAMEWORKS = [
  ...['@nestjs', 'kafkajs', 'pg', 'typeorm', 'undici', 'opossum', 'express', 'pino', 'prom-client', 'rxjs'],
  ...['commander', 'croner'],
];
const NODE_IO = [
  ...[
    'fs',
    'net',
    'tls',
    'dgram',
    'dns',
    'http',
    'http2',
    'https',
    'child_process',
    'cluster',
    'worker_threads',
  ],
  ...['readline', 'repl', 'tty', 'process'],
];

const isProduction = (path: string) =>
  !/\.(spec|journey|conformance)\.ts$/.test(path) && !/\/(testing|specs)\//.test(path);
const isOfServices = (path: string) => path.startsWith('libs/services/') && isProduction(path);

function isFramework(from: string): boolean {
  const [name = ''] = from.replace(/^node:/, '').split('/');
  return FRAMEWORKS.includes(name) || NODE_IO.includes(name);
}

export function measureTree(
  files: readonly SourceFile[],
  doors: Doors,
): Readonly<Record<FigureName, Measured>> {
  const production = files.filter(({ path }) => isProduction(path));
  const services = files.filter(({ path }) => isOfServices(path));
  const sum = (count: (file: SourceFile) => number) =>
    services.reduce((total, file) => total + count(file), 0);
  const decorated = services.filter(({ decorators }) => decorators > 0);
  const bound = services.filter(({ imports }) =>
    imports.some(({ from, isType }) => !isType && isFramework(from)),
  );
  const cycles = findCycles(importGraph(files, doors));
  const long = production.filter(
    ({ path, codeLines }) => codeLines > MOST_LINES && !path.endsWith('/index.ts'),
  );
  return {
    'decorators per 1,000 lines of services': {
      value: (sum(({ decorators }) => decorators) / sum(({ codeLines }) => codeLines)) * 1000,
      because: decorated.map(({ path, decorators }) => `${path}: ${decorators}`),
    },
    'framework-free files of services': {
      value: (1 - bound.length / services.length) * 100,
      because: bound.map(({ path }) => path),
    },
    'files in import cycles': {
      value: cycles.flat().length,
      because: cycles.map((cycle) => cycle.join(' ')),
    },
    'files over 200 lines': {
      value: long.length,
      because: long.map(({ path, codeLines }) => `${path}: ${codeLines}`),
    },
  };
}
