import { HMAC_DEFAULTS, type HmacSigning, type SecretSigning } from './signing-scheme.js';
import { assertWebhookRules, DEFAULT_WEBHOOK_RULES, type WebhookRules } from './webhook-rules.js';

const hmac = (changes: Partial<HmacSigning>): Partial<WebhookRules> => ({
  scheme: 'hmac',
  signing: { ...HMAC_DEFAULTS, header: 'x-signature', ...changes },
});
const secret = (changes: Partial<SecretSigning>): Partial<WebhookRules> => ({
  scheme: 'shared_secret',
  signing: { kind: 'secret', header: 'x-token', prefix: '', bodyPath: null, idHeader: null, ...changes },
});
const kind = { when: 'a', then: 'ignore', stream: null, idPaths: null } as const;

const deleted = { ...kind, then: 'deleted' } as const;

describe('what a webhook says of its deliveries', () => {
  it.each<[Partial<WebhookRules>, string[], string[]?]>([
    [{ scheme: 'hmac' }, ['hmac']],
    [{ scheme: 'shared_secret' }, ['sharedSecret']],
    [{ ...hmac({}), scheme: 'shared_secret' }, ['sharedSecret']],
    [{ ...secret({}), scheme: 'hmac' }, ['hmac']],
    [{ ...hmac({}), scheme: 'stripe' }, ['scheme']],
    [hmac({ header: 'X-Signature' }), ['hmac.header']],
    [hmac({ idHeader: 'x id' }), ['hmac.idHeader']],
    [hmac({ signed: 'x' }), ['hmac.signed']],
    [hmac({ signed: '{body}{body}' }), ['hmac.signed']],
    [hmac({ signed: '{body}{url}' }), ['hmac.signed']],
    [hmac({ signed: '{id}.{id}.{body}', idHeader: 'x-id' }), ['hmac.signed']],
    [hmac({ signed: '{id}.{body}' }), ['hmac.idHeader']],
    [hmac({ signed: '{timestamp}.{body}' }), ['hmac.timestampHeader']],
    [hmac({ timestampHeader: 'x-time' }), ['hmac.timestampHeader']],
    [hmac({ timestampHeader: 'x-signature', signed: '{timestamp}{body}' }), ['hmac.separator']],
    [secret({ header: null }), ['sharedSecret']],
    [secret({ bodyPath: 'a' }), ['sharedSecret']],
    [secret({ header: null, bodyPath: 'a..b' }), ['sharedSecret.bodyPath']],
    [{ kindPath: 'a.*' }, ['kindPath']],
    [{ kindHeader: 'X-Kind' }, ['kindHeader']],
    [{ kindPath: 'a', kindHeader: 'x-kind' }, ['kindHeader']],
    [{ kinds: [kind] }, ['kinds']],
    [{ kindPath: 'a', kinds: [kind, kind] }, ['kinds']],
    [{ kindPath: 'a', kinds: [{ ...kind, idPaths: ['a..b'] }] }, ['kinds.0.idPath']],
    [{ kindPath: 'a', kinds: [{ ...kind, idPaths: ['a.*.b', 'c.*.d'] }] }, ['kinds.0.idPath']],
    [{ recordPath: 'data' }, ['recordPath']],
    [{ useBody: true, recordPath: 'a..b' }, ['recordPath']],
    [{ trustDeletes: true }, ['trustDeletes']],
    [{ trustDeletes: true, kindPath: 'a', kinds: [kind] }, ['trustDeletes']],
    [{ trustDeletes: true, kindHeader: 'x-kind', kinds: [deleted] }, ['trustDeletes']],
    [{}, ['idPath'], ['a..b']],
    [{}, ['idPath'], ['a.*.b', 'c.*.d']],
  ])('%j does not fit at %j', (changes, paths, idPaths = ['id']) => {
    try {
      assertWebhookRules({ ...DEFAULT_WEBHOOK_RULES, ...changes }, idPaths);
      throw new Error('It fits');
    } catch (error) {
      expect(error).toMatchObject({ code: 'config.invalid_webhook' });
      expect((error as { fields: { path: string }[] }).fields.map(({ path }) => path)).toEqual(paths);
    }
  });

  it.each<Partial<WebhookRules>>([
    {},
    { scheme: 'none' },
    hmac({ timestampHeader: 'x-signature', separator: ',', signed: '{timestamp}.{body}' }),
    hmac({ signed: 'v0:{id}:{body}', idHeader: 'x-id' }),
    secret({}),
    secret({ header: null, bodyPath: 'value.*.state' }),
    { trustDeletes: true, useBody: true, recordPath: 'data.*', kindPath: 'a', kinds: [deleted] },
    { kindHeader: 'x-kind', kinds: [{ ...kind, idPaths: ['a.*.b', 'a.*.c'] }] },
  ])('%j fits', (changes) => {
    expect(() => assertWebhookRules({ ...DEFAULT_WEBHOOK_RULES, ...changes }, ['a.*.id', 'b'])).not.toThrow();
  });
});
