import { createHmac } from 'node:crypto';
import { Hmac } from '@evenkeel/ports';
import { readDelivery, verifySignature } from './signature.js';

class TestHmac extends Hmac {
  sha256(secret: string, body: Uint8Array): string {
    return createHmac('sha256', secret).update(body).digest('hex');
  }
  same(left: string, right: string): boolean {
    return left === right;
  }
}

const hmac = new TestHmac();
const now = new Date('2026-01-01T00:00:00Z');
const timestamp = String(now.getTime() / 1000);
const body = Buffer.from('{"id":"a"}');
const sign = (at: string, secret = 's3cret') =>
  `sha256=${hmac.sha256(secret, Buffer.from(`d.${at}.${body.toString()}`))}`;
const verify = (delivery: { id?: string; timestamp?: string; signature?: string; body?: Buffer }) => () =>
  verifySignature({ id: 'd', timestamp, signature: sign(timestamp), body, ...delivery }, 's3cret', hmac, now);

describe('verifySignature', () => {
  it('takes what was signed with the secret', () => {
    expect(verify({})).not.toThrow();
  });

  const early = String(now.getTime() / 1000 - 301);
  it.each([
    ['a recorded delivery under another id', { id: 'e' }],
    ['another body', { body: Buffer.from('{"id":"b"}') }],
    ['another secret', { signature: sign(timestamp, 'other') }],
    ['a delivery recorded long ago', { timestamp: early, signature: sign(early) }],
    ['a timestamp moved to now', { signature: sign(early) }],
    ['a timestamp that is none', { timestamp: 'soon', signature: sign('soon') }],
  ])('refuses %s', (_, delivery) => {
    expect(verify(delivery)).toThrow(expect.objectContaining({ code: 'request.bad_signature' }));
  });
});

describe('a delivery of GitHub', () => {
  // The example of GitHub's own documents for those who check theirs.
  const secret = "It's a Secret to Everybody";
  const body = Buffer.from('Hello, World!');
  const signature = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
  const headers = { 'x-github-delivery': '72d3162e', 'x-hub-signature-256': signature };

  it('is verified by its body, as its documents say', () => {
    const delivery = readDelivery(headers, body);
    expect(delivery).toMatchObject({ id: '72d3162e', isGreeting: false });
    expect(() => verifySignature(delivery, secret, hmac, now)).not.toThrow();
    for (const forged of [
      { ...delivery, body: Buffer.from('Hello, World?') },
      { ...delivery, signature: 'sha256=' },
      { ...delivery, timestamp },
    ])
      expect(() => verifySignature(forged, secret, hmac, now)).toThrow();
    expect(() => verifySignature(delivery, 'other', hmac, now)).toThrow('does not fit');
  });

  it('greets when the webhook is made, and names no record then', () => {
    expect(readDelivery({ ...headers, 'x-github-event': 'ping' }, body)).toMatchObject({ isGreeting: true });
  });

  it('is taken for one of this engine where it has those headers, too', () => {
    const own = {
      'x-evenkeel-delivery': 'd',
      'x-evenkeel-timestamp': timestamp,
      'x-evenkeel-signature': 's',
    };
    expect(readDelivery({ ...headers, ...own }, body)).toMatchObject({ id: 'd', timestamp });
  });

  it.each([{}, { 'x-github-delivery': '1' }, { 'x-hub-signature-256': signature }])(
    'is refused without the headers of a scheme: %j',
    (given) => {
      expect(() => readDelivery(given, body)).toThrow('A delivery needs the headers');
    },
  );
});
