import {
  compileMatch,
  type MatchSettings,
  MERGE_STRATEGIES,
  NORMALISERS,
  SIMILARITIES,
  SURVIVORSHIPS,
} from '@evenkeel/domain';
import { readText } from './projects.js';

const manual = readText('docs/dedupe.md');
/** The cells of each row of a table, whatever its width. */
const rows = manual.split('\n').map((line) => line.split(/\s*(?<!\\)\|\s*/).filter((cell) => cell !== ''));

it('has the settings of people, few and many, and of companies as they compile', () => {
  for (const name of ['people', 'many-people', 'companies']) {
    const [, json = ''] = new RegExp('```json ' + name + '\n(.*?)```', 's').exec(manual) ?? [];
    expect(() => compileMatch(JSON.parse(json) as MatchSettings, new Set())).not.toThrow();
  }
});

it('has smaller examples that compile together with a rule', () => {
  const examples = [...manual.matchAll(/```json\n(.*?)```/gs)].map(
    ([, json = '']) => JSON.parse(json) as object,
  );
  expect(examples.length).toBeGreaterThan(2);
  const phone = { name: 'phone', when: { field: 'phone', by: 'exact' } } as const;
  for (const example of examples) {
    expect(() => compileMatch({ rules: [phone], ...example }, new Set())).not.toThrow();
  }
});

it('says of each normaliser what it does, with an example that it does', () => {
  for (const [name, { does, example, apply }] of Object.entries(NORMALISERS)) {
    const [from, to] = example;
    expect(rows).toContainEqual([`\`${name}\``, does, `\`${from}\``, `\`${to}\``]);
    expect(apply(from, 'DE')).toBe(to);
  }
});

it.each([
  ['algorithm of a fuzzy comparison', SIMILARITIES],
  ['merge strategy', MERGE_STRATEGIES],
  ['survivorship', SURVIVORSHIPS],
])('says of each %s what it does', (_, table: Readonly<Record<string, { readonly does: string }>>) => {
  for (const [name, { does }] of Object.entries(table)) expect(rows).toContainEqual([`\`${name}\``, does]);
});
