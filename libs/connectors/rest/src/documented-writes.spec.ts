import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject, type JsonObject } from '@evenkeel/domain';
import { readSettings, streamOf } from './settings/read-rest-settings.js';
import { abilitiesOf } from './writes/open-writes.js';

const page = readFileSync(join(__dirname, '..', '..', '..', '..', 'docs', 'rest-writes.md'), 'utf8');
const examples = [...page.matchAll(/^```json\n([^]*?)^```$/gm)].map(([, text = '']) => {
  const file = JSON.parse(text) as JsonObject;
  const { streams } = file;
  return [isJsonObject(streams) ? Object.keys(streams).join() : '', file] as const;
});

const promised: Readonly<Record<string, object>> = {
  'one call for each record': {
    ...{ batchSizes: { create: 1, update: 1, delete: 1 }, checksVersion: true },
    ...{ keyLifetimeSeconds: 86_400, lookUp: null, answers: 'record' },
  },
  'several records in a call': { batchSizes: { create: 100, update: 100 }, checksVersion: false },
  'a look-up, and writes that are carried out later': { lookUp: { by: 'key', settlesAfterMs: 10_000 } },
};

it('every example of docs/rest-writes.md is known here', () => {
  expect(examples.map(([name]) => name)).toEqual(Object.keys(promised));
});

it.each(examples)('the example "%s" promises what the page says', (name, file) => {
  const { writes } = streamOf(readSettings(file), name);
  expect(writes && abilitiesOf(writes)).toMatchObject(promised[name] ?? {});
});
