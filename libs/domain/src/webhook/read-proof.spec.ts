import fc from 'fast-check';
import { readProof, type DeliveryHeaders } from './read-proof.js';
import { HMAC_DEFAULTS, SIGNING_SCHEMES, type HmacSigning } from './signing-scheme.js';
import { DEFAULT_WEBHOOK_RULES, type WebhookRules } from './webhook-rules.js';

const NOW = new Date('2026-11-30T12:00:00.000Z');
const SECONDS = String(NOW.getTime() / 1000);
const rules = (changes: Partial<WebhookRules>): WebhookRules => ({ ...DEFAULT_WEBHOOK_RULES, ...changes });
const refused: unknown = expect.objectContaining({ code: 'request.bad_signature' });

describe('what a delivery is verified by', () => {
  it.each<[WebhookRules['scheme'], DeliveryHeaders, object]>([
    [
      'stripe',
      { 'stripe-signature': `t=${SECONDS},v1=aa, v1=bb,v0=cc` },
      { signatures: ['aa', 'bb'], before: `${SECONDS}.`, behind: '', id: null },
    ],
    [
      'standard_webhooks',
      { 'webhook-id': 'm', 'webhook-timestamp': SECONDS, 'webhook-signature': 'v1,a= v1a,b v1,c' },
      { signatures: ['a=', 'c'], before: `m.${SECONDS}.`, id: 'm' },
    ],
    [
      'github',
      { 'x-github-delivery': 'g', 'x-hub-signature-256': 'sha256=ab' },
      { signatures: ['ab'], before: '' },
    ],
    ['meta', { 'x-hub-signature-256': 'sha256=ab' }, { signatures: ['ab'], id: null }],
    ['microsoft_graph', {}, { kind: 'secret', secret: null, id: null }],
    ['none', { 'x-delivery-id': 'n' }, { kind: 'none', id: 'n' }],
    [
      'detect',
      {
        'x-evenkeel-delivery': 'e',
        'x-evenkeel-timestamp': SECONDS,
        'x-evenkeel-signature': 'sha256=ab',
        'x-github-delivery': 'g',
        'x-hub-signature-256': 'sha256=cd',
      },
      { signatures: ['ab'], before: `e.${SECONDS}.`, id: 'e' },
    ],
  ])('in the scheme %s by %j is %j', (scheme, headers, proof) => {
    expect(readProof(rules({ scheme }), headers, NOW)).toMatchObject(proof);
  });

  it.each<[WebhookRules['scheme'], DeliveryHeaders]>([
    ['stripe', {}],
    ['stripe', { 'stripe-signature': '' }],
    ['stripe', { 'stripe-signature': 'v1=aa' }],
    ['stripe', { 'stripe-signature': `t=${SECONDS}` }],
    ['stripe', { 'stripe-signature': `t=${SECONDS},v0=aa` }],
    ['stripe', { 'stripe-signature': `t=,v1=aa` }],
    ['stripe', { 'stripe-signature': `t=${Number(SECONDS) - 301},v1=aa` }],
    ['stripe', { 'stripe-signature': `t=${Number(SECONDS) + 301},v1=aa` }],
    ['stripe', { 'stripe-signature': `t=${SECONDS},${'v1=aa,'.repeat(11)}` }],
    ['github', { 'x-hub-signature-256': 'sha256=ab' }],
    ['github', { 'x-github-delivery': 'g', 'x-hub-signature-256': 'sha1=ab' }],
    ['detect', { 'x-evenkeel-delivery': 'e', 'x-evenkeel-signature': 'sha256=ab' }],
  ])('in the scheme %s is refused with %j', (scheme, headers) => {
    expect(() => readProof(rules({ scheme }), headers, NOW)).toThrow(refused as Error);
  });

  it.each([
    [SECONDS, true],
    [String(NOW.getTime()), true],
    ['2026-11-30T12:00:00Z', true],
    ['2026-11-30T13:04:59.123456+01:00', true],
    ['2026-11-30T13:00:00', false],
    ['2026-13-30T13:00:00Z', false],
    ['2026-11-30T12:06:00Z', false],
    ['Mon, 30 Nov 2026 12:00:00 GMT', false],
    [`${SECONDS}.0`, false],
    [`-${SECONDS}`, false],
    ['1e9', false],
    ['', false],
  ])('at the time %j is taken: %s', (at, isTaken) => {
    const signing: HmacSigning = {
      ...HMAC_DEFAULTS,
      ...{ header: 'x-s', timestampHeader: 'x-t', signed: '{timestamp}{body}' },
    };
    const read = () => readProof(rules({ scheme: 'hmac', signing }), { 'x-s': 'aa', 'x-t': at }, NOW);
    if (isTaken) expect(read()).toMatchObject({ before: at });
    else expect(read).toThrow(refused as Error);
  });

  it('is never a proof of another body: whatever headers say, what is signed ends where the body begins', () => {
    const text = fc.string({ minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(text, text, (id, signature) => {
        const signing: HmacSigning = {
          ...HMAC_DEFAULTS,
          ...{ header: 'x-s', idHeader: 'x-id', signed: 'a{id}b{body}c' },
        };
        const proof = readProof(rules({ scheme: 'hmac', signing }), { 'x-s': signature, 'x-id': id }, NOW);
        expect(proof).toMatchObject({ before: `a${id}b`, behind: 'c', signatures: [signature], id });
      }),
    );
  });

  it('is in no scheme an address alone, but in the one that says so', () => {
    const takesAnything = SIGNING_SCHEMES.filter((scheme) => {
      try {
        return readProof(rules({ scheme }), {}, NOW).kind === 'none';
      } catch {
        return false;
      }
    });
    expect(takesAnything).toEqual(['none']);
  });
});
