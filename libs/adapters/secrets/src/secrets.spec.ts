import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TenantId } from '@evenkeel/domain';
import {
  AesCredentialBox,
  AesWebhookSecretBox,
  credentialKey,
  deriveRecordKey,
  deriveWebhookKey,
  generateSecretKey,
  HmacKeyedDigest,
  isSecretKey,
  keepKeyFile,
  webhookKey,
} from './index.js';

const secret = { token: 'ghp_1234', nested: { password: 'päß' } };
const master = generateSecretKey();
const box = new AesCredentialBox(credentialKey(master));

describe('a secret box', () => {
  it('opens what it sealed, under the same context', () => {
    expect(box.open(box.seal(secret, 'connection-1'), 'connection-1')).toEqual(secret);
  });

  it('shows nothing of the content and never seals twice alike', () => {
    const sealed = box.seal(secret, 'connection-1');
    expect(sealed).toMatch(/^v1\.[0-9a-f]{8}\.[A-Za-z0-9_-]+$/);
    expect(Buffer.from(sealed.split('.')[2]!, 'base64url').toString('latin1')).not.toContain('ghp_');
    expect(box.seal(secret, 'connection-1')).not.toBe(sealed);
  });

  it('refuses another context', () => {
    const sealed = box.seal(secret, 'connection-1');
    expect(() => box.open(sealed, 'connection-2')).toThrow('sealed for something else');
  });

  it('refuses another key by name', () => {
    const other = new AesCredentialBox(credentialKey(generateSecretKey()));
    expect(() => other.open(box.seal(secret, 'c'), 'c')).toThrow(
      expect.objectContaining({
        code: 'config.sealed_with_other_key',
        message: expect.stringMatching(/sealed with key [0-9a-f]{8}/) as string,
      }) as Error,
    );
  });

  it.each([0, 5, 20, -1])('refuses a text changed at byte %i', (at) => {
    const [format, id, body] = box.seal(secret, 'c').split('.');
    const bytes = Buffer.from(body!, 'base64url');
    const index = at < 0 ? bytes.length + at : at;
    bytes[index] = bytes[index]! ^ 1;
    const changed = `${format}.${id}.${bytes.toString('base64url')}`;
    expect(() => box.open(changed, 'c')).toThrow('was changed');
  });

  it.each(['', 'plain', 'v1.only', 'v2.00000000.AAAA'])('refuses %p', (text) => {
    expect(() => box.open(text, 'c')).toThrow('not a sealed secret');
  });

  it('names a secret the same each time, and another secret, context or key otherwise', () => {
    const name = box.nameOf(secret, 'c');
    expect(name).toMatch(/^[0-9a-f]{32}$/);
    expect(box.nameOf({ ...secret }, 'c')).toBe(name);
    const another = new AesCredentialBox(credentialKey(generateSecretKey()));
    const others = [box.nameOf(secret, 'd'), box.nameOf({ token: '' }, 'c'), another.nameOf(secret, 'c')];
    expect(new Set([name, ...others]).size).toBe(4);
  });

  it('says nothing of the content in its errors', () => {
    const sealed = box.seal(secret, 'c');
    try {
      box.open(sealed, 'd');
    } catch (error) {
      expect(JSON.stringify(error)).not.toContain('ghp_');
    }
  });
});

describe('the webhook key', () => {
  const derived = deriveWebhookKey(master);
  const gateway = new AesWebhookSecretBox(webhookKey(derived));

  it('is the same each time it is derived, and opens what was sealed with it', () => {
    expect(deriveWebhookKey(master)).toBe(derived);
    const sealed = new AesWebhookSecretBox(webhookKey(derived)).seal(secret, 'endpoint');
    expect(gateway.open(sealed, 'endpoint')).toEqual(secret);
  });

  it('opens no credential', () => {
    expect(() => gateway.open(box.seal(secret, 'c'), 'c')).toThrow('sealed with key');
    const disguised = new AesCredentialBox(credentialKey(derived));
    expect(() => disguised.open(box.seal(secret, 'c'), 'c')).toThrow('sealed with key');
  });

  it('must be a key', () => {
    expect(() => webhookKey('short')).toThrow('32 bytes');
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
    expect(isSecretKey(made)).toBe(true);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(keepKeyFile(path)).toBe(made);
  });

  it('is refused when it holds something else', () => {
    const path = join(folder, 'broken');
    writeFileSync(path, 'nonsense');
    expect(() => keepKeyFile(path)).toThrow('does not hold a key');
  });
});

it('makes pseudonyms that only this installation can make, of each tenant others', () => {
  const [mine, other] = [generateSecretKey(), generateSecretKey()].map(
    (key) => new HmacKeyedDigest(deriveRecordKey(key)),
  );
  const [one, two] = [randomUUID(), randomUUID()] as TenantId[];
  const made = mine!.of(one!, 'ada@example.com');
  expect(made).toMatch(/^[0-9a-f]{32}$/);
  expect(mine!.of(one!, 'ada@example.com')).toBe(made);
  expect(new Set([made, mine!.of(two!, 'ada@example.com'), other!.of(one!, 'ada@example.com')]).size).toBe(3);
});
