import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WRONG_FILES } from './testing/wrong-files.js';
import { startEngine } from './testing/start-engine.js';
import { typeIn } from './testing/type-in.js';

const engine = startEngine();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wrong-settings-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function tryText(text: string, credentials: object | undefined, ...more: readonly string[]) {
  const file = join(folder, 'settings.json');
  await writeFile(file, text);
  const given = ['connections', 'try', file, ...more];
  if (credentials === undefined) return typeIn(given, { url: engine.url });
  const secrets = join(folder, 'credentials.json');
  await writeFile(secrets, JSON.stringify(credentials));
  return typeIn([...given, '--credentials', secrets], { url: engine.url });
}

it.each(WRONG_FILES)('all that is wrong at once: $name', async ({ text, credentials, told }) => {
  const seen = await tryText(text, credentials);
  expect({ ...seen, err: seen.err.replaceAll(folder, '.').split('\n') }).toMatchObject({
    ...{ code: 2, out: '', err: told },
  });
});

it('there are twelve of them, and none shows a secret that stands in it', () => {
  expect(WRONG_FILES).toHaveLength(12);
  expect(WRONG_FILES.flatMap(({ told }) => told).join()).not.toContain('sk_canary');
});

it('with --json the same is one document on stdout', async () => {
  const misfit = WRONG_FILES.find(({ name }) => name === 'names that are slips');
  const seen = await tryText(misfit?.text ?? '', undefined, '--json');
  expect(seen).toMatchObject({ code: 2, err: '' });
  const { error } = JSON.parse(seen.out) as { error: { code: string; details: string[] } };
  expect(error.code).toBe('config.invalid_settings');
  expect(error.details.map((detail) => `  ${detail}`)).toEqual(misfit?.told.slice(1, -1));
});
