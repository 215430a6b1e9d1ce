import { findCycles, type ImportGraph } from './cycles.js';
import { doorsOf, importGraph } from './import-graph.js';
import { judge, showJudged } from './judge.js';
import { LIMITS } from './limits.js';
import { measureTree } from './measure.js';
import { readSource } from './source-file.js';

const graph = (edges: Record<string, readonly string[]>): ImportGraph => new Map(Object.entries(edges));

describe('import cycles', () => {
  it('are the files that reach one another', () => {
    const edges = { a: ['b'], b: ['c'], c: ['a', 'd'], d: ['e'], e: ['d'], f: ['a'] };
    expect(findCycles(graph(edges)).sort()).toEqual([
      ['a', 'b', 'c'],
      ['d', 'e'],
    ]);
  });

  it('are not there where files only share what they import', () => {
    expect(findCycles(graph({ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] }))).toEqual([]);
  });

  it('are found across packages, and where only types are imported', () => {
    const files = [
      readSource('libs/one/src/index.ts', `export * from './one.js';`),
      readSource('libs/one/src/one.ts', `import type { Two } from '@evenkeel/two/testing';`),
      readSource('libs/two/src/testing/index.ts', `import { one } from '@evenkeel/one';`),
    ];
    const doors = new Map([
      ...doorsOf('libs/one', {
        name: '@evenkeel/one',
        exports: { './package.json': './package.json', '.': { '@evenkeel/source': './src/index.ts' } },
      }),
      ...doorsOf('libs/two', {
        name: '@evenkeel/two',
        exports: { './testing': { '@evenkeel/source': './src/testing/index.ts' } },
      }),
    ]);
    expect(findCycles(importGraph(files, doors)).map((cycle) => cycle.length)).toEqual([3]);
  });
});

describe('a source file', () => {
  it.each([
    ['import type { A } from "x";', true],
    ['import { type A, type B } from "x";', true],
    ['import { type A, b } from "x";', false],
    ['import * as x from "x";', false],
    ['import "x";', false],
    ['export type { A } from "x";', true],
    ['export * from "x";', false],
    ['export const a = () => import("x");', false],
    ['export type A = import("x").A;', true],
  ])('imports at runtime or as a type: %s', (text, isType) => {
    expect(readSource('a.ts', text).imports).toEqual([{ from: 'x', isType }]);
  });

  it('has lines of code, which are neither blank nor comments', () => {
    const text = '/** What it is. */\n\n// why\nexport const a = {\n  b: `one\ntwo`, // and why\n};\n';
    expect(readSource('a.ts', text).codeLines).toBe(4);
  });

  it('has decorators wherever they stand', () => {
    const text = '@One()\nclass A {\n  @Two() b = 1;\n  c(@Three() d: number) {}\n}';
    expect(readSource('a.ts', text).decorators).toBe(3);
  });
});

describe('the figures of the tree', () => {
  const service = (name: string, text: string) => readSource(`libs/services/x/src/${name}.ts`, text);

  it('count decorators and frameworks in the production files of services alone', () => {
    const measured = measureTree(
      [
        service('edge', `import { Get } from '@nestjs/common';\n@Get()\nclass A {}\nexport { A };`),
        service('decide', `import type { Pool } from 'pg';\nimport { join } from 'node:path';\nexport {};`),
        service('store', `import { readFile } from 'node:fs/promises';`),
        service('edge.spec', `import { Test } from '@nestjs/testing';\n@Get() class A {}`),
        service('testing/world', `import { Pool } from 'pg';`),
        readSource('libs/adapters/x/src/pool.ts', `import { Pool } from 'pg';`),
      ],
      new Map(),
    );
    expect(measured['decorators per 1,000 lines of services'].value).toBe(1000 / 8);
    expect(measured['framework-free files of services'].value).toBeCloseTo(100 / 3);
    expect(measured['framework-free files of services'].because).toEqual([
      'libs/services/x/src/edge.ts',
      'libs/services/x/src/store.ts',
    ]);
  });

  it('count files with more than 200 lines of code', () => {
    const lines = (count: number) => 'export {};\n'.repeat(count);
    const measured = measureTree([service('long', lines(201)), service('short', lines(200))], new Map());
    expect(measured['files over 200 lines']).toEqual({
      value: 1,
      because: ['libs/services/x/src/long.ts: 201'],
    });
  });

  const figures = (over: number) => ({
    'decorators per 1,000 lines of services': { value: 0, because: [] },
    'framework-free files of services': {
      value: LIMITS['framework-free files of services'].limit - over,
      because: [],
    },
    'files in import cycles': { value: LIMITS['files in import cycles'].limit + over, because: ['a b'] },
    'files over 200 lines': { value: 0, because: [] },
  });

  it('may be at their limits, and not beyond them', () => {
    expect(judge(figures(0)).filter(({ isWorse }) => isWorse)).toEqual([]);
    expect(
      judge(figures(1))
        .filter(({ isWorse }) => isWorse)
        .map(({ name }) => name),
    ).toEqual(['framework-free files of services', 'files in import cycles']);
  });

  it('are shown with the files that make them worse', () => {
    expect(showJudged(judge(figures(1)))).toMatch(/^WORSE {2}files in import cycles: .*\n {9}a b$/m);
    expect(showJudged(judge(figures(0)))).not.toContain('a b');
  });
});
