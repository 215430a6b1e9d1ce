import { createHmac } from 'node:crypto';
import { Hmac } from '@evenkeel/ports';
import { verifySignature } from './signature.js';

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
