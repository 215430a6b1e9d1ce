import { SyncError } from '../errors/sync-error.js';
import { readHint } from './read-hint.js';
import { assertListening, type TopicListening } from './topic-listening.js';
import type { TopicRecord } from './topic-record.js';

const listening = (changes: Partial<TopicListening>): TopicListening => ({
  ...{ topic: 'crm.changes', idPath: 'id', kindPath: null, kinds: [], startAt: 'latest' },
  ...changes,
});
const record = (text: string | null, key: string | null = null): TopicRecord => ({
  ...{ key, text, unreadable: null, headers: {} },
});
const kinds: TopicListening['kinds'] = [
  { when: 'd', then: 'deleted' },
  { when: '3', then: 'ignore' },
  { when: 'true', then: 'ignore' },
];

describe('what a record tells a job that listens', () => {
  it.each<[string | null, string | null, Partial<TopicListening>, object]>([
    ['{"id":12345678901234567890}', null, {}, { kind: 'changed', externalIds: ['12345678901234567890'] }],
    [
      '{"rows":[{"id":"a"},{"id":"b"},{"id":"a"}]}',
      null,
      { idPath: 'rows.*.id' },
      { kind: 'changed', externalIds: ['a', 'b'] },
    ],
    ['{"a":1,"b":"x/y"}', null, { idPath: ['a', 'b'] }, { kind: 'changed', externalIds: ['1/x~1y'] }],
    ['{"id":1,"op":"d"}', null, { kindPath: 'op', kinds }, { kind: 'deleted', externalIds: ['1'] }],
    ['{"id":1,"op":"new"}', null, { kindPath: 'op', kinds }, { kind: 'changed', externalIds: ['1'] }],
    ['{"op":3}', null, { kindPath: 'op', kinds }, { kind: 'ignore' }],
    ['{"op":true}', null, { kindPath: 'op', kinds }, { kind: 'ignore' }],
    ['anything', 'k', { idPath: null }, { kind: 'changed', externalIds: ['k'] }],
    [null, 'k', { idPath: null }, { kind: 'deleted', externalIds: ['k'] }],
    [null, 'k', {}, { kind: 'ignore' }],
  ])('%j with the key %j is, for %j, %j', (text, key, changes, hint) => {
    expect(readHint(record(text, key), listening(changes))).toEqual(hint);
  });

  it.each<[string | null, string | null, Partial<TopicListening>]>([
    ['{}', null, {}],
    ['<', null, {}],
    ['{"id":{}}', null, {}],
    ['anything', null, { idPath: null }],
    ['anything', '', { idPath: null }],
    ['anything', 'x'.repeat(501), { idPath: null }],
    ['<', 'k', { idPath: null, kindPath: 'op' }],
  ])('%j with the key %j is no id for %j', (text, key, changes) => {
    const read = () => readHint(record(text, key), listening(changes));
    expect(read).toThrow(SyncError);
    expect(read).toThrow(expect.objectContaining({ code: 'trigger.without_id' }));
  });
});

describe('what a job says of a topic', () => {
  it.each<[Partial<TopicListening>, string[]]>([
    [{ topic: 'a b' }, ['listen.topic']],
    [{ topic: '..' }, ['listen.topic']],
    [{ idPath: 'a..b', kindPath: 'x.*' }, ['listen.idPath', 'listen.kindPath']],
    [{ idPath: ['a.*.b', 'c.*.d'] }, ['listen.idPath']],
    [{ kinds: [{ when: 'd', then: 'deleted' }] }, ['listen.kinds']],
    [{ kindPath: 'op', kinds: [kinds[0]!, kinds[0]!] }, ['listen.kinds']],
  ])('%j does not fit at %j', (changes, paths) => {
    try {
      assertListening(listening(changes));
      throw new Error('It fits');
    } catch (error) {
      expect(error).toMatchObject({ code: 'config.invalid_listening' });
      expect((error as { fields: { path: string }[] }).fields.map(({ path }) => path)).toEqual(paths);
    }
  });

  it('fits', () => {
    expect(() => assertListening(listening({ kindPath: 'op', kinds }))).not.toThrow();
  });
});
