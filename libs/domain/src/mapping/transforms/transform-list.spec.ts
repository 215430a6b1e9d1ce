import { createHmac } from 'node:crypto';
import { compileMapping } from '../compile-mapping.js';
import { TRANSFORMS } from './transform-list.js';

const EXAMPLES = TRANSFORMS.flatMap(({ name, examples }) =>
  examples.map((example) => [`${name} ${JSON.stringify(example)}`, name, example] as const),
);

const underExampleKey = (text: string) =>
  createHmac('sha256', 'example').update(text).digest('hex').slice(0, 32);

it.each(EXAMPLES)('does as the manual says: %s', (_, name, { with: settings, value, record, gives }) => {
  const map = compileMapping([{ source: 'value', target: 'made', transforms: [{ ...settings, name }] }], {
    hash: underExampleKey,
  });
  expect(map({ ...record, value })).toEqual({ made: gives });
});

it('says of each transform what it does, of each of its settings what it says, and shows it', () => {
  for (const { name, does, settings, examples } of TRANSFORMS) {
    expect([name, does]).toEqual([name, expect.stringMatching(/^[A-Z].*\.$/s)]);
    for (const [setting, says] of Object.entries(settings))
      expect([name, setting, says]).toEqual([name, setting, expect.stringMatching(/^\S/)]);
    expect([name, examples.length > 0]).toEqual([name, true]);
  }
});

it('shows each setting of a transform in some example, or says what it is without', () => {
  for (const { name, settings, examples } of TRANSFORMS)
    for (const [setting, says] of Object.entries(settings)) {
      const isShown = examples.some(({ with: shown }) => shown?.[setting] !== undefined);
      expect([name, setting, isShown || says.includes('left out')]).toEqual([name, setting, true]);
    }
});
