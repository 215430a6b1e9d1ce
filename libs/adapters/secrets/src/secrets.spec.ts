import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TenantId } from '@evenkeel/domain';
import type { SealedFor } from '@evenkeel/ports';
import {
  AesCredentialBox,
  AesWebhookSecretBox,
  credentialKeys,
  deriveRecordKey,
  deriveWebhookKey,
  generateSecretKey,
  HmacKeyedDigest,
  isSecretKey,
  keepKeyFile,
  KeptKeys,
  webhookKeys,
} from './index.js';

const secret = { token: 'ghp_1234', nested: { password: 'päß' } };
const master = generateSecretKey();
const boxOf = (...keys: readonly string[]) =>
  new AesCredentialBox(credentialKeys(keys), new KeptKeys({ master: keys }).derived('name').key);
const box = boxOf(master);
const [one, two] = [randomUUID(), randomUUID()] as [TenantId, TenantId];
const place: SealedFor = { tenantId: one, owner: 'connection-1', field: 'credentials' };

describe('a secret box', () => {
  it('opens what it sealed, under the same context', () => {
    expect(box.open(box.seal(secret, place), place)).toEqual(secret);
  });

  it('shows nothing of the content and never seals twice alike', () => {
    const sealed = box.seal(secret, place);
    expect(sealed).toMatch(/^v2\.[0-9a-f]{8}\.[\w-]+\.[\w-]+$/);
    expect(Buffer.from(sealed.split('.')[3]!, 'base64url').toString('latin1')).not.toContain('ghp_');
    expect(box.seal(secret, place)).not.toBe(sealed);
  });

  it.each<Partial<SealedFor>>([{ tenantId: two }, { owner: 'connection-2' }, { field: 'model_key' }])(
    'refuses another tenant, owner or field: %p',
    (other) => {
      const sealed = box.seal(secret, place);
      expect(() => box.open(sealed, { ...place, ...other })).toThrow('sealed for something else');
    },
  );

  it('seals those of a tenant with a key of its own', () => {
    const keyIn = (sealed: string) => sealed.split('.')[2];
    expect(keyIn(box.seal(secret, place))).toBe(keyIn(box.seal({}, { ...place, owner: 'connection-2' })));
    expect(keyIn(box.seal(secret, { ...place, tenantId: two }))).not.toBe(keyIn(box.seal(secret, place)));
  });

  it('refuses another key by name', () => {
    expect(() => boxOf(generateSecretKey()).open(box.seal(secret, place), place)).toThrow(
      expect.objectContaining({
        code: 'config.sealed_with_other_key',
        message: expect.stringMatching(/sealed with key [0-9a-f]{8}/) as string,
      }) as Error,
    );
  });

  it.each([
    [2, 0],
    [2, -1],
    [3, 0],
    [3, 20],
    [3, -1],
  ])('refuses a text changed in part %i at byte %i', (part, at) => {
    const parts = box.seal(secret, place).split('.');
    const bytes = Buffer.from(parts[part]!, 'base64url');
    const index = at < 0 ? bytes.length + at : at;
    bytes[index] = bytes[index]! ^ 1;
    parts[part] = bytes.toString('base64url');
    expect(() => box.open(parts.join('.'), place)).toThrow('was changed');
  });

  it.each(['', 'plain', 'v1.only', 'v2.00000000.AAAA', 'v2.1.2.3.4', 'v1.1.2.3'])('refuses %p', (text) => {
    expect(() => box.open(text, place)).toThrow('not a sealed secret');
  });

  it('names a secret the same each time, and another secret, context or key otherwise', () => {
    const name = box.nameOf(secret, 'c');
    expect(name).toMatch(/^[0-9a-f]{32}$/);
    expect(box.nameOf({ ...secret }, 'c')).toBe(name);
    const another = boxOf(generateSecretKey());
    const others = [box.nameOf(secret, 'd'), box.nameOf({ token: '' }, 'c'), another.nameOf(secret, 'c')];
    expect(new Set([name, ...others]).size).toBe(4);
  });

  it('says nothing of the content in its errors', () => {
    const sealed = box.seal(secret, place);
    try {
      box.open(sealed, { ...place, owner: 'connection-2' });
    } catch (error) {
      expect(JSON.stringify(error)).not.toContain('ghp_');
    }
  });
});

describe('the webhook key', () => {
  const derived = deriveWebhookKey(master);
  const gateway = new AesWebhookSecretBox(webhookKeys([derived]));

  it('is the same each time it is derived, and opens what was sealed with it', () => {
    expect(deriveWebhookKey(master)).toBe(derived);
    const sealed = new AesWebhookSecretBox(webhookKeys([derived])).seal(secret, place);
    expect(gateway.open(sealed, place)).toEqual(secret);
  });

  it('opens no credential', () => {
    expect(() => gateway.open(box.seal(secret, place), place)).toThrow('sealed with key');
    expect(() => boxOf(derived).open(box.seal(secret, place), place)).toThrow('sealed with key');
  });

  it('must be a key', () => {
    expect(() => webhookKeys(['short'])).toThrow('32 bytes');
    expect(isSecretKey(derived)).toBe(true);
    expect(isSecretKey(`${derived}A`)).toBe(false);
  });
});

describe('a key file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-key-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is made once, for this user only, and read from then on', () => {
    const path = join(folder, 'secret-key');
    const made = keepKeyFile(path);
    expect(made.map(isSecretKey)).toEqual([true]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(keepKeyFile(path)).toEqual(made);
  });

  it('is refused when it holds something else', () => {
    const path = join(folder, 'broken');
    writeFileSync(path, 'nonsense');
    expect(() => keepKeyFile(path)).toThrow('does not hold a key');
  });
});

it('makes pseudonyms that only this installation can make, of each tenant others', () => {
  const [mine, other] = [generateSecretKey(), generateSecretKey()].map(
    (key) => new HmacKeyedDigest(new KeptKeys({ record: [deriveRecordKey(key)] }).derived('digest').key),
  );
  const made = mine!.of(one, 'ada@example.com');
  expect(made).toMatch(/^[0-9a-f]{32}$/);
  expect(mine!.of(one, 'ada@example.com')).toBe(made);
  expect(new Set([made, mine!.of(two, 'ada@example.com'), other!.of(one, 'ada@example.com')]).size).toBe(3);
});
