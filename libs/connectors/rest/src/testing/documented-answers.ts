import type { JsonObject } from '@evenkeel/domain';
import { Reply, type Asked } from './list-server.js';
import type { ChangingRecord, ChangingRecords, FoundRecords } from './changing-records.js';

/** A provider whose answers look as an example of docs/rest.md says. Written for its format, with nothing of the connector. */
export interface AnsweringProvider {
  readonly answer: (found: FoundRecords, url: URL) => object;
  /** In place of that: how it is asked by itself. */
  readonly ask?: (records: ChangingRecords, asked: Asked) => object;
  /** How one of its records is to be read; left out: as it is. */
  readonly record?: (record: ChangingRecord) => JsonObject;
  /** It gives the first of its records only. */
  readonly hasOne?: true;
  /** It tells what was deleted since. */
  readonly tellsRemoved?: true;
}

/** All of them take `since`, `after` and `limit`, and nothing else. */
export function findAsked(records: ChangingRecords, { searchParams: q }: URL): FoundRecords {
  const unknown = [...q.keys()].find((name) => !['since', 'after', 'limit'].includes(name));
  if (unknown !== undefined) throw new Error(`the provider does not know ${unknown}`);
  return records.find({
    since: q.get('since'),
    after: Number(q.get('after') ?? 0),
    size: Number(q.get('limit')),
  });
}

const never = () => {
  throw new Error('it is asked otherwise');
};
const asIs = ({ ...record }: ChangingRecord): JsonObject => record;
const cellsOf = ({ id, name, updated }: ChangingRecord) => [id, name, updated];

export const documentedAnswers: Readonly<Record<string, AnsweringProvider>> = {
  'a map': {
    answer: ({ records, next }) => ({
      devices: Object.fromEntries(records.map(({ id, name, updated }) => [`d-${id}`, { name, updated }])),
      next,
    }),
    record: ({ id, name, updated }) => ({ name, updated, serial: `d-${id}` }),
  },
  'a map of values': {
    answer: ({ records }) => ({ rates: Object.fromEntries(records.map(({ id, name }) => [`R${id}`, name])) }),
    record: ({ id, name }) => ({ code: `R${id}`, rate: name }),
  },
  rows: {
    answer: ({ records }) => ({
      range: 'Sheet1!A1:C11',
      // Empty cells at the end of a row are left out.
      values: [
        ['name', 'updated', 'id', 'note'],
        ...records.map(({ id, name, updated }) => [name, updated, id]),
      ],
    }),
    record: ({ id, name, updated }) => ({ name, updated, id, note: null }),
  },
  'rows and their columns': {
    answer: ({ records, next }) => ({
      columns: ['id', 'name', 'updated'].map((name) => ({ name, type: 'text' })),
      data: records.map(cellsOf),
      next,
    }),
  },
  'one object': {
    answer: ({ records: [first] }) => ({ account: first }),
    hasOne: true,
  },
  'several lists': {
    answer: never,
    ask: (records, { body }) => {
      const { cursor, count } = JSON.parse(body) as { cursor?: string; count: number };
      const { changes, place, isLast } = records.changesAfter(Number(cursor ?? 0), count);
      const written = (isNew: boolean) =>
        changes.flatMap((change) => (change.record && change.isNew === isNew ? [change.record] : []));
      return {
        added: written(true),
        modified: written(false),
        removed: changes.flatMap(({ id, record }) => (record ? [] : [{ transaction: id }])),
        next_cursor: String(place),
        left: isLast ? 0 : 1,
      };
    },
    tellsRemoved: true,
  },
  'a list of what is gone': {
    answer: ({ records, removed, next }) => ({
      customers: records,
      deleted: removed.map(({ id }) => id),
      next,
    }),
    tellsRemoved: true,
  },
  NDJSON: {
    answer: ({ records, next }) =>
      new Reply(200, records.map((record) => `${JSON.stringify(record)}\n`).join(''), {
        'content-type': 'application/x-ndjson',
        ...(next !== null && { 'x-next': String(next) }),
      }),
  },
  CSV: {
    answer: ({ records }) => {
      const lines = records.map(({ id, name, updated }) => {
        const cell = name === null ? '' : `"${name.replaceAll('"', '""')}"`;
        return `${id};${cell};${updated}\r\n`;
      });
      return new Reply(200, `\ufeffid;name;updated\r\n${lines.join('')}`, { 'content-type': 'text/csv' });
    },
    record: ({ id, name, updated }) => ({ id: String(id), name, updated }),
  },
  XML: {
    answer: ({ records, next }) => {
      const items = records.map(
        ({ id, name, updated }) =>
          `<o:order id="${id}"><o:name>${name?.replaceAll('"', '&quot;') ?? ''}</o:name><o:updated>${updated}</o:updated></o:order>\n`,
      );
      const more = next === null ? '' : ` next="${next}"`;
      const text = `<?xml version="1.0" encoding="UTF-8"?>\n<o:page xmlns:o="urn:orders"${more}><o:orders>${items.join('')}</o:orders></o:page>`;
      return new Reply(200, text, { 'content-type': 'application/xml' });
    },
    record: ({ id, name, updated }) => ({ '@id': String(id), name, updated }),
  },
  'one or several': {
    answer: ({ records }) => ({ items: { item: records.length === 1 ? asIs(records[0]!) : records } }),
  },
};
