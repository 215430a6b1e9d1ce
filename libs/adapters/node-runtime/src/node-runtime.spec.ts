import { MathRandom, NodeHmac, Sha256Digest, SystemClock } from './index.js';

describe('Sha256Digest', () => {
  it('gives the first 32 digits of SHA-256, also of text beyond ASCII', () => {
    const digest = new Sha256Digest();
    expect(digest.of('abc')).toBe('ba7816bf8f01cfea414140de5dae2223');
    expect(digest.of('Köln 東京')).toMatch(/^[0-9a-f]{32}$/);
    expect(digest.of('Köln')).not.toBe(digest.of('Koln'));
  });
});

describe('NodeHmac', () => {
  const hmac = new NodeHmac();

  it('agrees with the second test case of RFC 4231', () => {
    expect(
      hmac.sign({ algorithm: 'sha256', encoding: 'hex' }, 'Jefe', [
        'what do ya ',
        Buffer.from('want for nothing?'),
      ]),
    ).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
  });

  it('tells the same from different, whatever their lengths', () => {
    expect(hmac.same('abc', 'abc')).toBe(true);
    expect(hmac.same('abc', 'abd')).toBe(false);
    expect(hmac.same('abc', 'abcd')).toBe(false);
    expect(hmac.same('', '')).toBe(true);
  });
});

describe('SystemClock', () => {
  it('tells the time, and milliseconds that never go back', () => {
    const clock = new SystemClock();
    expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(1_000);
    const first = clock.monotonicMs();
    expect(clock.monotonicMs()).toBeGreaterThanOrEqual(first);
  });
});

describe('MathRandom', () => {
  it('stays between 0 and 1', () => {
    const random = new MathRandom();
    const drawn = Array.from({ length: 1_000 }, () => random.next());
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...drawn)).toBeLessThan(1);
  });
});
