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

it('masks what is sensitive before and after each rule, and in the whole record', () => {
  const masked = maskMappingTest(tested, mapping, parseSensitive(['email', 'phone']));
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
  expect(maskMappingTest(tested, mapping, [])).toBe(tested);
  const none = { ...tested, afterText: null, fields: [] };
  expect(maskMappingTest(none, mapping, parseSensitive(['email'])).afterText).toBeNull();
});
