import fc from 'fast-check';
import { SyncError } from '../errors/sync-error.js';
import { readCloudEvent } from './read-cloud-event.js';
import type { TopicRecord } from './topic-record.js';

const record = (changes: Partial<TopicRecord>): TopicRecord => ({
  ...{ key: null, text: null, unreadable: null, headers: {} },
  ...changes,
});
const binary = { ce_specversion: '1.0', ce_id: '1', ce_source: 'urn:crm', ce_type: 't' };
const structured = { specversion: '1.0', id: '1', source: 'urn:crm', type: 't', data: { a: 1 } };

describe('a record as a CloudEvent', () => {
  it.each<[string, Partial<TopicRecord>]>([
    ['binary mode', { text: '{"a":1}', headers: { ...binary, 'content-type': 'application/json' } }],
    ['binary mode without a content type', { text: '{"a":1}', headers: binary }],
    [
      'headers in capitals',
      {
        text: '{"a":1}',
        headers: { ...binary, ce_id: '1', 'Content-Type': 'application/vnd.crm+json; charset=utf-8' },
      },
    ],
    [
      'structured mode',
      {
        text: JSON.stringify(structured),
        headers: { 'content-type': 'application/cloudevents+json; charset=UTF-8' },
      },
    ],
    ['structured mode that is not told', { text: JSON.stringify(structured) }],
  ])('is read in %s', (_, changes) => {
    const { data, ...envelope } = readCloudEvent(record(changes));
    expect(envelope).toEqual({ source: 'urn:crm', id: '1', type: 't', tenantId: null });
    expect(data()).toEqual({ a: 1 });
  });

  it('names itself also where its data cannot be read', () => {
    const event = readCloudEvent(record({ text: '{"half', headers: binary }));
    expect(event.id).toBe('1');
    expect(() => event.data()).toThrow('not JSON');
    expect(readCloudEvent(record({ headers: binary })).data()).toBeUndefined();
  });

  it.each<[string, Partial<TopicRecord>, string]>([
    ['no version', { text: '{"id":"1"}' }, 'specversion is missing'],
    ['another version', { text: '{}', headers: { ...binary, ce_specversion: '0.3' } }, '"0.3"'],
    ['no id', { text: '{}', headers: { ...binary, ce_id: '' } }, 'id is missing'],
    ['an id that is a number', { text: JSON.stringify({ ...structured, id: 1 }) }, 'id is missing'],
    ['an id that is too long', { text: '{}', headers: { ...binary, ce_id: 'x'.repeat(301) } }, 'longer'],
    ['NUL', { text: '{}', headers: { ...binary, ce_source: '\u0000' } }, 'no text can hold'],
    ['a batch', { text: '[]', headers: { 'content-type': 'application/cloudevents-batch+json' } }, 'batches'],
    ['a list', { text: '[]' }, 'no JSON object'],
  ])('is none with %s', (_, changes, says) => {
    expect(() => readCloudEvent(record(changes))).toThrow(says);
  });

  it.each([
    [{ text: JSON.stringify({ ...structured, data_base64: 'eA==' }) }, 'binary'],
    [{ text: 'a', headers: { ...binary, 'content-type': 'text/plain' } }, 'text/plain'],
    [{ text: JSON.stringify({ ...structured, datacontenttype: 'application/xml' }) }, 'application/xml'],
  ])('whose data is no JSON says so: %j', (changes, says) => {
    expect(() => readCloudEvent(record(changes)).data()).toThrow(says);
  });

  it('is read or refused with a code, whatever others write', () => {
    const text = fc.option(fc.oneof(fc.string(), fc.json()));
    const headers = fc.dictionary(
      fc.constantFrom('ce_id', 'ce_specversion', 'content-type', 'x'),
      fc.string(),
    );
    fc.assert(
      fc.property(text, headers, (value, given) => {
        try {
          readCloudEvent(record({ text: value, headers: given })).data();
        } catch (error) {
          expect(error).toBeInstanceOf(SyncError);
          expect((error as SyncError).code).toBe('trigger.malformed');
        }
      }),
    );
  });
});
