import { parseSensitive } from '../sensitive/sensitive-fields.js';
import { compileMappingTest } from './compile-mapping-test.js';
import { maskMappingTest } from './mask-mapping-test.js';

const CANARY = 'ada@example.com';
const mapping = [
  { source: 'mail', target: 'email', transforms: ['lowercase'] },
  { source: 'mail', target: 'domain', transforms: [{ name: 'replace', find: 'ada@', with: '' }] },
  { source: 'phone', target: 'phone' },
  { source: 'id', target: 'id' },
];
const source = {
  ...{ externalId: 'a', version: null, modifiedAt: null },
  data: { id: 1, mail: CANARY, phone: null },
};
const tested = compileMappingTest({ mapping, fields: [], filter: null, hash: String })(source);

const of = (...fields: string[]) => ({ fields: parseSensitive(fields), pieces: [] });

it('masks what is sensitive before and after each rule, and in the whole record', () => {
  const masked = maskMappingTest(tested, mapping, of('email', 'phone'));
  expect(JSON.stringify(masked)).not.toContain(CANARY);
  expect(masked).toMatchObject({
    before: { id: 1, mail: '***', phone: null },
    afterText: '{"domain":"example.com","email":"***","id":1,"phone":null}',
    fields: [
      { before: '***', after: '***' },
      { before: '***', after: 'example.com' },
      { before: null, after: null },
      { before: 1, after: 1 },
    ],
  });
});

it('leaves a test as it is where nothing is sensitive, and a record of which nothing was made', () => {
  expect(maskMappingTest(tested, mapping, of())).toBe(tested);
  const none = { ...tested, afterText: null, fields: [] };
  expect(maskMappingTest(none, mapping, of('email')).afterText).toBeNull();
});

it('masks what derived records are made of, also where the mapped record is the one of the provider', () => {
  const given = { ...source, data: { id: 1, home: { town: CANARY, no: 7 } } };
  const sensitive = { fields: [], pieces: parseSensitive(['home.town']) };
  const whole = compileMappingTest({ mapping: [], fields: [], filter: null, hash: String })(given);
  expect(maskMappingTest(whole, [], sensitive)).toMatchObject({
    before: { id: 1, home: { town: '***', no: 7 } },
    afterText: '{"home":{"no":7,"town":"***"},"id":1}',
  });
  const mapped = compileMappingTest({ mapping, fields: [], filter: null, hash: String })(given);
  expect(maskMappingTest(mapped, mapping, sensitive).before).toEqual({ id: 1, home: { town: '***', no: 7 } });
});
