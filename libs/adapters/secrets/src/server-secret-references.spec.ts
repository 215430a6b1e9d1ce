import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_TENANT } from '@evenkeel/domain';
import { ServerSecretReferences } from './server-secret-references.js';

const OTHER = '00000000-0000-0000-0000-000000000009';
const root = mkdtempSync(join(tmpdir(), 'references-'));
const folder = join(root, 'secrets');
const own = join(root, 'data');

beforeAll(() => {
  mkdirSync(join(folder, '..2026_01'), { recursive: true });
  mkdirSync(join(folder, OTHER));
  mkdirSync(own);
  writeFileSync(join(folder, 'token'), 'of-a-file\n');
  writeFileSync(join(folder, 'empty'), '\n');
  writeFileSync(join(folder, 'large'), 'x'.repeat(65_537));
  writeFileSync(join(folder, OTHER, 'theirs'), 'of-another-tenant');
  writeFileSync(join(folder, '..2026_01', 'mounted'), 'of-a-mount');
  writeFileSync(join(own, 'secret-key'), 'own-key');
  writeFileSync(join(root, 'beside'), 'beside');
  // As Kubernetes mounts secrets: links within the folder.
  symlinkSync('..2026_01', join(folder, '..data'));
  symlinkSync('..data/mounted', join(folder, 'mounted'));
  symlinkSync('../beside', join(folder, 'escaping'));
  symlinkSync(own, join(folder, 'linked-data'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const references = (changes: object = {}) =>
  new ServerSecretReferences({
    ...{ prefix: 'EVENKEEL_REF_', folder, forbidden: [own] },
    environment: { EVENKEEL_REF_TOKEN: 'of-a-variable', EVENKEEL_SECRET_KEY: 'own-key', EVENKEEL_REF_: 'x' },
    ...changes,
  });

it.each([
  ['env:EVENKEEL_REF_TOKEN', 'of-a-variable'],
  ['file:token', 'of-a-file'],
  ['file:mounted', 'of-a-mount'],
  [`file:${OTHER}/theirs`, 'of-another-tenant'],
])('the first tenant reads %s', async (reference, secret) => {
  await expect(references().resolve(reference, DEFAULT_TENANT)).resolves.toBe(secret);
});

it('another tenant reads files of its own folder, and nothing else', async () => {
  const resolve = (reference: string) => references().resolve(reference, OTHER);
  await expect(resolve('file:theirs')).resolves.toBe('of-another-tenant');
  for (const reference of ['file:token', 'env:EVENKEEL_REF_TOKEN', 'file:../token'])
    await expect(resolve(reference)).rejects.toMatchObject({ code: 'config.unresolved_reference' });
});

it.each([
  'env:EVENKEEL_SECRET_KEY',
  'env:EVENKEEL_REF_MISSING',
  'env:PATH',
  'file:missing',
  'file:empty',
  'file:large',
  'file:..2026_01',
  'file:../beside',
  'file:escaping',
  'file:linked-data/secret-key',
  'file:/etc/passwd',
  'file:token/../token',
  'literal',
])('%s is not read, and why it is not says nothing of what is there', async (reference) => {
  const refused = references().resolve(reference, DEFAULT_TENANT);
  await expect(refused).rejects.toMatchObject({ code: 'config.unresolved_reference' });
  await expect(refused).rejects.not.toThrow(/own-key|beside$|x{3}/);
});

it("what is the engine's own is not read although the folder holds it", async () => {
  const wide = references({ folder: root });
  await expect(wide.resolve('file:data/secret-key', DEFAULT_TENANT)).rejects.toMatchObject({
    code: 'config.unresolved_reference',
  });
  await expect(wide.resolve('file:beside', DEFAULT_TENANT)).resolves.toBe('beside');
});

it('without a folder no file is read', async () => {
  await expect(references({ folder: undefined }).resolve('file:token', DEFAULT_TENANT)).rejects.toMatchObject(
    {
      code: 'config.unresolved_reference',
    },
  );
});
