import { InvalidFields, type JsonObject } from '@evenkeel/domain';
import { readSettings } from './read-rest-settings.js';

const create = { path: '/things' };

/** What is told of these writes, by their places within the stream. */
function problemsOf(writes: JsonObject, stream: JsonObject = {}): readonly string[] {
  const settings = {
    baseUrl: 'https://api.example.com',
    streams: { things: { path: '/things', ...stream, writes } },
  };
  try {
    readSettings(settings);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidFields)) throw error;
    return error.fields.map(
      ({ path, message }) => `${path.replace('settings.streams.things.', '')}: ${message}`,
    );
  }
}

it.each<readonly [string, JsonObject, JsonObject, string]>([
  ['nothing that could be written', {}, {}, 'writes: needs create'],
  ['two bodies', { create: { ...create, json: {}, form: {} } }, {}, 'writes.create.form: must be left out'],
  ['a place that is none', { update: { path: '/things/{ID}' } }, {}, 'writes.update.path: names something'],
  [
    'an id of what is only created',
    { create: { path: '/things/{id}' } },
    {},
    'writes.create.path: names something',
  ],
  [
    'records without a batch',
    { create: { ...create, json: '{records}' } },
    {},
    'writes.create.batch: is for a body',
  ],
  [
    'a batch without records',
    { create: { ...create, batch: { size: 5 } } },
    {},
    'writes.create.batch: is for a body',
  ],
  [
    'a version that is not sent as it came',
    { update: { path: '/things/{id}', headers: { 'If-Match': '{version}' } } },
    { versionPath: 'updated', versionOrder: 'time' },
    'writes.update: names {version}',
  ],
  [
    'a version that nothing tells',
    { update: { path: '/things/{id}', headers: { 'If-Match': '{version}' } } },
    {},
    'writes.update: names {version}',
  ],
  [
    'a key that is not sent',
    { create, keyLifetimeSeconds: 60 },
    {},
    'writes.keyLifetimeSeconds: is for calls',
  ],
  [
    'a look-up by what is not sent',
    { create, lookUp: { by: 'key', path: '/s' } },
    {},
    'writes.lookUp.by: is by key',
  ],
  [
    'an id that is not told',
    { create, answer: { gives: 'nothing' } },
    {},
    'writes.answer.gives: must tell the id',
  ],
  [
    'two names of what was accepted',
    { create, accepted: { path: '/o/{token}', tokenPath: 'a', tokenHeader: 'b', done: { status: 200 } } },
    {},
    'writes.accepted.tokenPath: needs one',
  ],
  [
    'an outcome of everything',
    { create, outcomes: [{ is: 'gone' }] },
    {},
    'writes.outcomes.0.status: a rule needs',
  ],
  [
    'a method that reads',
    { create: { ...create, method: 'GET' } },
    {},
    'writes.create.method: must be "POST"',
  ],
])('%s is told', (_what, writes, stream, told) => {
  const problems = problemsOf(writes, stream);
  expect(problems).toEqual([expect.stringContaining(told)]);
});

it('all that is wrong is told at once', () => {
  const problems = problemsOf({
    create: { ...create, json: {}, form: {} },
    update: { path: '/things/{ID}' },
    keyLifetimeSeconds: 60,
    lookUp: { by: 'key', path: '/s' },
  });
  expect(problems).toHaveLength(4);
});

it.each<JsonObject>([
  { create, update: { path: '/things/{id}' }, delete: { path: '/things/{id}' } },
  { update: { path: '/things/{id}', method: 'PUT', sends: 'replace' } },
  {
    create: {
      ...create,
      json: { list: '{records}' },
      batch: { size: 100, entry: { name: '{record.name}' } },
    },
  },
  { create: { ...create, json: { thing: '{record}', ref: '{intent}' } }, lookUp: { by: 'key', path: '/s' } },
])('takes %j', (writes) => {
  expect(problemsOf(writes)).toEqual([]);
});
