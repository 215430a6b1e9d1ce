import { execFile } from 'node:child_process';
import { copyFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { databaseFolder } from './kit/database-folder.js';
import { surroundings } from './kit/env.js';
import { freePort } from './kit/free-port.js';
import { OsProcess } from './kit/os-process.js';
import { journeyFolder, root } from './kit/repository.js';
import { TextServer } from './kit/scripted-server.js';

jest.setTimeout(120_000);

/**
 * What a stranger has of the admin API is docs/openapi.json: types are generated from it, and a program that does with them all that the
 * command line does compiles under the strictest settings, without a cast, and runs.
 */
const SOURCES = join(root, 'apps/journeys/strict-client');
const STRICT = {
  ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
  ...{ target: 'es2023', lib: ['es2023'], module: 'nodenext', types: ['node'] },
  ...{ rootDir: '.', outDir: 'dist' },
};

/** Operations of the document that the program does not call, and why. */
const NOT_CALLED: Readonly<Record<string, string>> = {};

interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>;
}

const document = join(root, 'docs/openapi.json');
const folder = journeyFolder('strict-client');
const data = databaseFolder();
let engine: OsProcess;
let provider: TextServer;
let url: string;

beforeAll(async () => {
  url = `http://127.0.0.1:${await freePort()}`;
  engine = new OsProcess({
    program: 'apps/standalone/dist/main.js',
    args: ['--no-demo', '--port', new URL(url).port, '--data-dir', data],
    env: { LOG_LEVEL: 'warn' },
    logFile: join(folder, 'standalone.log'),
  });
  provider = await TextServer.start(({ pathname }) => JSON.stringify({ data: rowsOf(pathname) }));
});
afterAll(async () => {
  await engine.stop();
  await provider.stop();
  await rm(data, { recursive: true, force: true });
});

/** Thirty rows of which every tenth has no email, or few. */
function rowsOf(path: string): readonly object[] {
  return Array.from({ length: path === '/few' ? 5 : 30 }, (_, at) => ({
    ...{ id: at + 1, email: at % 10 === 9 ? null : `u${at + 1}@example.com` },
    updated: '2026-11-01T00:00:00Z',
  }));
}

/** What it wrote. Rejects with all that it said where it fails. */
function node(program: string, ...given: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { cwd: folder, env: surroundings.inherited };
    execFile(process.execPath, [join(root, program), ...given], options, (error, out, err) => {
      if (error === null) resolve(out);
      else reject(new Error(`${program} failed\n${out}\n${err}`));
    });
  });
}

const sources = readdirSync(SOURCES).filter((name) => name.endsWith('.mts'));

/** What tells the compiler otherwise than the types do. */
function castsIn(source: string): readonly string[] {
  // Without imports, comments and texts, where these are words as any other.
  const code = source
    .replaceAll(/\/\*\*.*?\*\/|\/\/[^\n]*/gs, '')
    .replaceAll(/^import .*?;$/gms, '')
    .replaceAll(/'[^'\n]*'|`[^`]*`/g, "''");
  return code.match(/\bas\b|\bany\b|@ts-|[\w)\]]!(?!=)/g) ?? [];
}

it.each([
  ['const id = answer as Job;', 'as'],
  ['const id: any = answer;', 'any'],
  ['const id = answer!.id;', 'r!'],
  ['call(list[0]!);', ']!'],
])('%s would be a cast', (source, cast) => {
  expect(castsIn(source)).toEqual([cast]);
});

it.each(sources)('%s takes what the types say, as it is', (name) => {
  expect(castsIn(readFileSync(join(SOURCES, name), 'utf8'))).toEqual([]);
});

it('compiles with types from the document alone', async () => {
  for (const name of sources) copyFileSync(join(SOURCES, name), join(folder, name));
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: STRICT, include: ['*.mts'] }),
  );
  // Said by the document, and done: what has a default may be left out of a request.
  const types = ['-o', join(folder, 'api.d.ts'), '--default-non-nullable=false'];
  await node('node_modules/openapi-typescript/bin/cli.js', document, ...types);
  await node('node_modules/typescript-7/bin/tsc', '-p', folder);
});

it('does all that the command line does, by every operation that there is', async () => {
  await engine.untilAnswers(`${url}/readyz`);
  const called = JSON.parse(
    await node('.evenkeel/journeys/strict-client/dist/main.mjs', url, provider.url),
  ) as string[];
  const { paths } = JSON.parse(readFileSync(document, 'utf8')) as ApiDocument;
  const left = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => !called.includes(`${method.toUpperCase()} ${path}`))
      .map(([, { operationId }]) => operationId),
  );
  expect(left).toEqual(Object.keys(NOT_CALLED));
  expect(called.length).toBeGreaterThanOrEqual(70);
});
