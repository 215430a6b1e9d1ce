import type { KafkaMessage } from 'kafkajs';
import { readRecord } from './read-record.js';

const message = (changes: Partial<KafkaMessage>) =>
  ({
    key: null,
    value: null,
    timestamp: '1764500000000',
    attributes: 0,
    offset: '7',
    headers: {},
    ...changes,
  }) as KafkaMessage;
const read = (changes: Partial<KafkaMessage>) => readRecord('crm.changes', 2, message(changes));

describe('a record of others', () => {
  it('is read as text, with the first value of each header', () => {
    const value = Buffer.from('\ufeff{"id":1}');
    const headers = { one: Buffer.from('1'), two: ['a', 'b'] };
    expect(read({ key: Buffer.from('k'), value, headers })).toEqual({
      ...{ topic: 'crm.changes', partition: 2, position: '7', writtenAt: new Date(1764500000000) },
      ...{ key: 'k', text: '{"id":1}', unreadable: null, headers: { one: '1', two: 'a' } },
    });
  });

  it.each([
    ['no value', null, null],
    ['bytes', Buffer.from([0xff, 0xfe]), 'its value is not UTF-8'],
    ['too much', Buffer.alloc(1024 * 1024 + 1, 'x'), 'its value is larger than 1048576 bytes'],
  ])('with %s has no text, and says why', (_, value, unreadable) => {
    expect(read({ value })).toMatchObject({ text: null, unreadable });
  });

  it.each(['-1', '', 'soon', '9999999999999999999'])(
    'has a time that a store can keep, also where its producer wrote %j',
    (timestamp) => {
      expect(read({ timestamp }).writtenAt.toISOString()).toMatch(/^\d{4}-/);
    },
  );
});
