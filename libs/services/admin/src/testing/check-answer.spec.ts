import { checkAnswer, type GivenAnswer } from './check-answer.js';

const NOT_FOUND = {
  type: 'urn:evenkeel:problem:request.not_found',
  title: 't',
  status: 404,
  detail: 'd',
  instance: '/api/v1/groups/x',
  code: 'request.not_found',
  errorClass: 'data',
  remedy: 'r',
};
const problem = (changes: object = {}): Partial<GivenAnswer> => ({
  status: 404,
  headers: { 'content-type': 'application/problem+json' },
  text: JSON.stringify({ ...NOT_FOUND, ...changes }),
});
const group = { id: '01a22319-3c00-7e11-8f00-1a2b3c4d5e6f', name: 'g', jobs: [], run: null, managedBy: null };
const check =
  (changes: Partial<GivenAnswer> = {}) =>
  () =>
    checkAnswer({
      method: 'GET',
      path: '/api/v1/groups/x',
      status: 200,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      text: JSON.stringify(group),
      ...changes,
    });

it('lets pass what the document says', () => {
  expect(check()).not.toThrow();
  expect(check(problem())).not.toThrow();
  const named = [{ path: 'Evenkeel-Actor', message: 'm' }];
  const refused = { ...problem({ status: 400, instance: '/api/v1/x', errors: named }), status: 400 };
  expect(check({ ...refused, path: '/api/v1/x' })).not.toThrow();
  expect(check({ path: '/docs', text: '<html>', headers: {} })).not.toThrow();
});

it.each<[string, Partial<GivenAnswer>, string]>([
  ['a status that is not declared', { status: 201 }, 'showGroup does not declare'],
  ['a refusal that is not declared', problem({ status: 409 }), 'a problem of another request'],
  ['a status of a refusal that is not declared', { ...problem(), status: 412 }, 'does not declare'],
  [
    'a code that is not declared',
    { ...problem({ code: 'config.unknown_stream' }) },
    'code that showGroup does not declare',
  ],
  ['a member too many', { text: JSON.stringify({ ...group, more: 1 }) }, 'must NOT have additional'],
  ['a member too few', { text: JSON.stringify({ ...group, run: undefined }) }, "required property 'run'"],
  ['a member of another shape', { text: JSON.stringify({ ...group, id: 'x' }) }, 'must match format'],
  ['what is no JSON', { text: 'null null' }, 'not JSON'],
  ['another type', { headers: { 'content-type': 'text/html' } }, 'as text/html'],
  ['a header that is not there', { method: 'GET', path: '/api/v1/jobs/x' }, 'declared header ETag'],
  ['a problem without an instance', problem({ instance: undefined }), 'of another request'],
  [
    'a refusal of what is asked where nothing is',
    {
      ...problem({ status: 400, instance: '/api/v1/x', errors: [{ path: 'name', message: 'm' }] }),
      ...{ status: 400, path: '/api/v1/x' },
    },
    'no such operation',
  ],
  ['a success where nothing is', { path: '/api/v1/nothing' }, 'no such operation'],
])('refuses %s', (_what, changes, why) => {
  expect(check(changes)).toThrow(why);
});
