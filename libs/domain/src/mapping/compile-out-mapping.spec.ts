import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../json.js';
import { canonicalText } from '../json-text/canonical-text.js';
import { ExactNumber } from '../number/exact-number.js';
import { compileMapping } from './compile-mapping.js';
import { compileOutMapping, goesOut } from './compile-out-mapping.js';
import type { MappingRule } from './mapping-rule.js';
import type { TransformSpec } from './transforms/transform.js';

const both = (...transforms: TransformSpec[]): MappingRule => ({
  ...{ source: 'theirs', target: 'ours', direction: 'both', transforms },
});
const out = (rule: MappingRule, value: unknown) =>
  compileOutMapping([rule])({ ours: value } as JsonObject)['theirs'];
const text = { name: 'cast', to: 'string', from: 'string' };
const whole = { name: 'cast', to: 'integer', from: 'number' };

describe('a mapping on its way out', () => {
  it('without rules leaves a record as it is', () => {
    const record = { a: 1 };
    expect(compileOutMapping([])(record)).toBe(record);
  });

  it("makes the provider's record, nested where sources are, of the rules that go out", () => {
    const rules: MappingRule[] = [
      { source: 'id', target: 'key' },
      { source: 'contact.mail', target: 'email', direction: 'both' },
      { source: 'contact.phone', target: 'phone', direction: 'out', outTransforms: ['trim'] },
      { source: 'note', target: 'note', direction: 'both', transforms: ['trim'], outTransforms: [] },
      { source: 'by', target: 'by', direction: 'out', default: 'evenkeel' },
    ];
    expect(compileOutMapping(rules)({ key: 1, email: 'a@b', phone: ' 1 ', note: ' n ', other: 2 })).toEqual({
      contact: { mail: 'a@b', phone: '1' },
      note: ' n ',
      by: 'evenkeel',
    });
    expect(
      compileMapping(rules)({ id: 1, contact: { mail: 'a@b', phone: '2' }, note: ' n ', by: 'x' }),
    ).toEqual({
      ...{ key: 1, email: 'a@b', note: 'n' },
    });
  });

  it('may look at the rest of the local record', () => {
    const rule: MappingRule = {
      ...{ source: 'name', target: 'first', direction: 'out' },
      outTransforms: [{ name: 'template', template: '{first} {last}' }],
    };
    expect(compileOutMapping([rule])({ first: 'Ada', last: 'Lovelace' })).toEqual({ name: 'Ada Lovelace' });
  });

  it('sends no record without a required field', () => {
    const rule: MappingRule = { ...both(), required: true };
    expect(() => out(rule, null)).toThrow('ours -> theirs: the field is required, and there is null');
    expect(out(rule, 0)).toBe(0);
  });

  it('sends a default of the way in to no provider', () => {
    const rule: MappingRule = { ...both(), outTransforms: [], default: 'unknown' };
    expect(out(rule, null)).toBeNull();
    expect(() => out({ ...rule, required: true }, null)).toThrow('the field is required');
  });

  it.each<[string, TransformSpec[], JsonValue, JsonValue]>([
    ['split', [{ name: 'split', separator: ';' }], ['a', 'b'], 'a;b'],
    ['a table', [{ name: 'lookup', table: { M: 'male', F: 'female' } }], 'female', 'F'],
    ['a table of numbers', [whole, { name: 'lookup', table: { 1: 'open', 2: 'done' } }], 'done', 2],
    ['a table of booleans', [{ name: 'cast', to: 'boolean', from: 'number' }], true, 1],
    ['a number as text', [{ name: 'cast', to: 'string', from: 'number' }], '12.5', 12.5],
    ['a template', [text, { name: 'template', template: 'cus_{}' }], 'cus_7', '7'],
    ['a template of a number', [whole, { name: 'template', template: '#{}!' }], '#7!', 7],
    ['an end alone', [{ name: 'unwrap', after: '!' }], 'a', 'a!'],
    ['no end', [{ name: 'unwrap' }, { name: 'template', template: '{}!' }], 'a!', 'a'],
    ['an end', [{ name: 'unwrap', before: '{', after: '}' }], 'a', '{a}'],
    ['seconds', [whole, { name: 'date', from: 'unix' }], '2026-03-01T08:00:00.000Z', 1772352000],
    [
      'clocks',
      [{ name: 'date', pattern: 'dd.MM.yyyy HH:mm', zone: 'Europe/Berlin' }],
      '2026-03-01T08:00:00.000Z',
      '01.03.2026 09:00',
    ],
  ])('undoes %s', (_, transforms, ours, theirs) => {
    expect(out(both(...transforms), ours)).toEqual(theirs);
    expect(compileMapping([both(...transforms)])({ theirs })).toEqual({ ours });
  });

  it.each<[string, TransformSpec[], JsonValue]>([
    ['a separator in an entry', [{ name: 'split', separator: ';' }], ['a;b', 'c']],
    ['nulls in a list', [{ name: 'split', separator: ';' }], ['a', null]],
    ['a number where texts come in', [text, { name: 'template', template: '{}' }], 5],
    ['1 where true comes in', [{ name: 'cast', to: 'string', from: 'boolean' }], '1'],
    [
      'seconds where minutes are sent',
      [{ name: 'date', pattern: 'yyyy-MM-dd HH:mm' }],
      '2026-03-01T08:00:30.000Z',
    ],
    [
      'the second of two hours',
      [{ name: 'date', pattern: 'yyyy-MM-dd HH:mm', zone: 'Europe/Berlin' }],
      '2026-10-25T01:30:00.000Z',
    ],
  ])('refuses what would come back as something else: %s', (_, transforms, ours) => {
    expect(() => out(both(...transforms), ours)).toThrow(/^ours -> theirs: /);
  });
});

describe('a rule that cannot go out', () => {
  const wrong = (rule: object) => () => compileOutMapping([{ source: 'a', target: 'a', ...rule }]);
  it.each<[object, string]>([
    [{ direction: 'both', transforms: ['trim'] }, 'mapping[0].transforms[0]: trim cannot be undone: several'],
    [
      { direction: 'both', transforms: [{ name: 'split', separator: ',' }, 'sort'] },
      'mapping[0].transforms[1]: sort cannot be undone',
    ],
    [
      { direction: 'both', transforms: [{ name: 'split', separator: ',', trim: true }] },
      'split cannot be undone: white space',
    ],
    [
      { direction: 'both', transforms: [{ name: 'cast', to: 'number' }] },
      'cast cannot be undone: say in `from`',
    ],
    [
      { direction: 'both', transforms: [{ name: 'cast', to: 'number', from: 'string' }] },
      "cast cannot be undone: several of the provider's values are one number",
    ],
    [
      { direction: 'both', transforms: [{ name: 'lookup', table: { 1: 'a' } }] },
      'lookup cannot be undone: its table finds',
    ],
    [
      { direction: 'both', transforms: [{ name: 'lookup', table: { x: 'a', y: 'a' } }] },
      'lookup cannot be undone: its table gives one value for several',
    ],
    [
      { direction: 'both', transforms: [{ name: 'lookup', table: { x: 1, y: '1' } }] },
      'lookup cannot be undone: its table gives one value for several',
    ],
    [
      { direction: 'both', transforms: [{ name: 'lookup', table: { x: null } }] },
      'lookup cannot be undone: its table has values other than',
    ],
    [
      { direction: 'both', transforms: [{ name: 'lookup', table: { x: 'a' }, otherwise: 'b' }] },
      'lookup cannot be undone: `otherwise`',
    ],
    [
      { direction: 'both', transforms: [{ name: 'template', template: '{a}{}' }] },
      'template cannot be undone: only what has one place',
    ],
    [
      { direction: 'both', transforms: [{ name: 'template', template: '#{}' }] },
      'template cannot be undone: it takes numbers',
    ],
    [
      { direction: 'both', transforms: ['date'] },
      'date cannot be undone: one moment is written in several ways',
    ],
    [
      { direction: 'both', transforms: [{ name: 'date', from: 'unix' }] },
      'date cannot be undone: a text or a fraction',
    ],
    [
      { direction: 'both', transforms: [{ name: 'date', pattern: 'yyyy-MM-ddxx' }] },
      'date cannot be undone: how far from UTC',
    ],
    [
      { direction: 'both', transforms: [{ name: 'date', pattern: 'yyyy-MM-dd', skipped: 'later' }] },
      'date cannot be undone: an hour that the clocks skip',
    ],
    [
      { direction: 'both', transforms: [{ name: 'unwrap', before: 'x'.repeat(999) }] },
      'unwrap cannot be undone: its beginning and its end are longer',
    ],
    [{ direction: 'both', default: 0 }, 'mapping[0].default: cannot be undone'],
    [{ direction: 'both', source: 'a.*.b' }, 'mapping[0].source: names every entry of a list'],
    [{ direction: 'both', source: '$' }, 'mapping[0].source: must name a field'],
    [{ direction: 'out', source: 'a.0' }, 'mapping[0].source: cannot be a place in a list'],
    [{ direction: 'out', outTransforms: ['shout'] }, 'mapping[0].outTransforms[0].name: must be one of trim'],
    [{ direction: 'out', outTransforms: 'trim' }, 'mapping[0].outTransforms: must be a list'],
    [{ direction: 'out', transforms: ['trim'] }, 'mapping[0].transforms: is not for a rule of direction out'],
    [{ outTransforms: ['trim'] }, 'mapping[0].outTransforms: is not for a rule of direction in'],
    [{ direction: 'up' }, 'mapping[0].direction: must be one of in, out, both'],
    [{}, 'mapping: has no rule that goes out'],
  ])('says so: %j', (rule, message) => {
    expect(wrong(rule)).toThrow(message);
  });

  it('writes where no other one does', () => {
    const rules: MappingRule[] = [
      { source: 'a', target: 'x', direction: 'both' },
      { source: 'a.b', target: 'y', direction: 'out' },
    ];
    expect(() => compileOutMapping(rules)).toThrow(
      'mapping[1].source: is the same as, or part of, the source of mapping[0]',
    );
    expect(compileMapping(rules)({ a: 1 })).toEqual({ x: 1 });
  });

  it('leaves nothing of a record on the way in, which is refused', () => {
    const rules: MappingRule[] = [{ source: 'a', target: 'a', direction: 'out' }];
    expect(() => compileMapping(rules)).toThrow('mapping: has no rule that goes in');
    expect([goesOut(rules), goesOut([both()]), goesOut([{ source: 'a', target: 'a' }]), goesOut([])]).toEqual(
      [...[true, true, false, false]],
    );
  });
});

describe('a rule that is undone', () => {
  const literal = fc.string({ maxLength: 4 });
  const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Africa/Cairo');
  const pattern = fc.constantFrom('yyyy-MM-dd', 'dd.MM.yyyy HH:mm', 'yyyyMMddHHmmssSSS');
  const wrapped = fc.tuple(literal, literal).map(([before, after]) => ({ name: 'unwrap', before, after }));
  const template = fc.tuple(literal, literal).map((texts) => {
    const [before, after] = texts.map((one) => one.replace(/[{}]/g, (brace) => brace + brace));
    return { name: 'template', template: `${before}{}${after}` };
  });
  const cast = fc
    .constantFrom('string', 'number', 'boolean')
    .chain((from) =>
      fc.constantFrom('string', 'number', 'integer', 'boolean').map((to) => ({ name: 'cast', to, from })),
    );
  const table = fc
    .uniqueArray(fc.oneof(fc.constantFrom('a', '1', 'true', '1.0'), literal), { maxLength: 4 })
    .chain((keys) =>
      fc
        .uniqueArray(fc.oneof(fc.string(), fc.integer(), fc.boolean()), {
          ...{ minLength: keys.length, maxLength: keys.length, selector: String },
        })
        .map((values) => ({
          name: 'lookup',
          table: Object.fromEntries(keys.map((key, at) => [key, values[at]])),
        })),
    );
  const transform = fc.oneof(
    ...[cast, template, wrapped, table],
    fc.constantFrom(';', ',').map((separator) => ({ name: 'split', separator })),
    fc.constantFrom('unix', 'unix_ms').map((from) => ({ name: 'date', from })),
    fc.tuple(pattern, zone).map(([pattern, zone]) => ({ name: 'date', pattern, zone })),
  ) as fc.Arbitrary<TransformSpec>;
  const value = fc.oneof(
    ...[
      fc.string(),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
    ],
    fc.constantFrom('a', '1', 'true', '1.0', 'a;b,', '2026-03-01', '01.03.2026 09:00', '29.03.2026 02:30'),
    fc.constantFrom(1, 0, 1772352000, 1.5, new ExactNumber('9007199254740993')),
    fc.array(fc.string(), { maxLength: 3 }),
  ) as fc.Arbitrary<JsonValue>;
  const attempt = <Made>(run: () => Made): Made | undefined => {
    try {
      return run();
    } catch {
      return undefined;
    }
  };
  const chains = fc.tuple(fc.array(transform, { maxLength: 3 }), value);

  it("gives the provider's value back, and takes no local value that would not come back", () => {
    let undone = 0;
    fc.assert(
      fc.property(chains, ([transforms, given]) => {
        const rules = [both(...transforms)];
        const send = attempt(() => compileOutMapping(rules));
        if (send === undefined) return;
        const read = compileMapping(rules);
        const ours = attempt(() => read({ theirs: given }));
        if (ours !== undefined) {
          undone += 1;
          expect(canonicalText(send(ours))).toBe(canonicalText({ theirs: given }));
        }
        const sent = attempt(() => send({ ours: given }));
        if (sent !== undefined) expect(canonicalText(read(sent))).toBe(canonicalText({ ours: given }));
      }),
      { numRuns: 2000 },
    );
    expect(undone).toBeGreaterThan(100);
  });
});
