import { randomUUID } from 'node:crypto';
import type { KeptKeyName, SealedFor } from '@evenkeel/ports';
import {
  AesCredentialBox,
  AesResealer,
  AesWebhookSecretBox,
  credentialKeys,
  deriveRecordKey,
  deriveWebhookKey,
  generateSecretKey,
  HmacKeyedDigest,
  KeptKeys,
  readKeyList,
  webhookKeys,
} from './index.js';
import { sealText } from './sealed-text.js';

const secret = { token: 'ghp_1234', nested: { password: 'päß' } };
const [older, newer] = [generateSecretKey(), generateSecretKey()];
const place: SealedFor = { tenantId: randomUUID(), owner: 'connection-1', field: 'credentials' };
const boxOf = (...keys: readonly string[]) =>
  new AesCredentialBox(credentialKeys(keys), new KeptKeys({ master: keys }).derived('name').key);

const resealer = new AesResealer([newer, older]);
const resealed = (sealed: string, at: SealedFor | KeptKeyName = place) =>
  resealer.resealed({ kind: 'credentials', at: '', sealed, place: at });

describe('of several keys', () => {
  it('all open, and the first seals', () => {
    const both = boxOf(newer, older);
    expect(both.open(boxOf(older).seal(secret, place), place)).toEqual(secret);
    expect(boxOf(newer).open(both.seal(secret, place), place)).toEqual(secret);
  });

  it('the newest alone opens what was sealed again; it is sealed again once', () => {
    const again = resealed(boxOf(older).seal(secret, place))!;
    expect(boxOf(newer).open(again, place)).toEqual(secret);
    expect(resealed(again)).toBeUndefined();
    expect(() => resealed(boxOf(generateSecretKey()).seal(secret, place))).toThrow('sealed with key');
  });

  it('webhook secrets are sealed again with one that opens these only', () => {
    const at = { ...place, field: 'webhook_secret' } as const;
    const gateway = (key: string) => new AesWebhookSecretBox(webhookKeys([deriveWebhookKey(key)]));
    const again = resealed(gateway(older).seal(secret, at), at)!;
    expect(gateway(newer).open(again, at)).toEqual(secret);
    expect(() => boxOf(newer).open(again, at)).toThrow('sealed with key');
  });

  it('a kept key is the same under the newest, though that is another than it was made from', () => {
    const before = new KeptKeys({ master: [older], record: [deriveRecordKey(older)] });
    const after = new KeptKeys({ master: [newer], record: [deriveRecordKey(newer)] });
    for (const name of ['name', 'digest', 'payload'] as const) {
      const again = resealed(before.first(name), name)!;
      expect(after.open(name, again).id).toBe(before.derived(name).id);
      expect(after.derived(name).id).not.toBe(before.derived(name).id);
      expect(resealed(again, name)).toBeUndefined();
    }
  });

  it('each is a key, and stands there once', () => {
    expect(readKeyList(`${newer}, ${older}`)).toEqual([newer, older]);
    expect(readKeyList(`${newer}\n${older}\n`)).toEqual([newer, older]);
    for (const wrong of ['', ' , ', `${newer},short`, `${newer},${newer}`])
      expect(readKeyList(wrong)).toBeUndefined();
  });
});

describe('what an earlier release sealed', () => {
  const sealedBefore = (context: string) => sealText(credentialKeys([older])[0], secret, context);

  it('is opened for its owner', () => {
    expect(boxOf(older).open(sealedBefore('connection-1'), place)).toEqual(secret);
    const token = { ...place, field: 'token/g1' } as const;
    expect(boxOf(older).open(sealedBefore('connection-1/token/g1'), token)).toEqual(secret);
    expect(() => boxOf(older).open(sealedBefore('connection-2'), place)).toThrow('something else');
  });

  it('is sealed again in the form of today, though its key is the newest', () => {
    const text = { kind: 'credentials', at: '', sealed: sealedBefore('connection-1'), place } as const;
    expect(new AesResealer([older]).resealed(text)).toMatch(/^v2\./);
  });

  /** Rows are known by these: others would make every record of a mapping with `hash` another. */
  it('is named as it was then, and so are pseudonyms', () => {
    const old = Buffer.alloc(32, 7).toString('base64');
    const kept = new KeptKeys({ master: [old], record: [deriveRecordKey(old)] });
    const digest = new HmacKeyedDigest(kept.derived('digest').key);
    const tenant = '00000000-0000-0000-0000-000000000001';
    expect(digest.of(tenant, 'ada@example.com')).toBe('33b1c76f8ea2a32451043d186f89e7b8');
    expect(boxOf(old).nameOf(secret, 'c')).toBe('f972e0deb8952a6b301b9c0da96ea9b6');
    expect(kept.derived('payload').id).toBe('f9e0113c');
  });
});
