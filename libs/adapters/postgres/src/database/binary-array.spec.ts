import { Client } from 'pg';
import { startTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { bigintArray, jsonbArray, textArray, uuidArray } from './binary-array.js';

let database: TestDatabase;
let client: Client;
beforeAll(async () => {
  database = await startTestDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

async function readBack(type: string, array: Buffer): Promise<unknown> {
  const { rows } = await client.query<{ json: unknown }>(
    `select to_json($1::${type}[]) as json, cardinality($1::${type}[])`,
    [array],
  );
  return rows[0]!.json;
}

it('carries texts of every kind, and nulls', async () => {
  const texts = ['', 'plain', '"quoted" {braces}, \\ and \n', 'ünï 😀', null, 'null', 'NULL'];
  await expect(readBack('text', textArray(texts))).resolves.toEqual(texts);
});

it('carries JSON documents', async () => {
  const documents = [{ a: 1 }, [], 'text', null, { deep: { ünï: ['😀'] } }];
  const array = jsonbArray(documents.map((document) => JSON.stringify(document)));
  await expect(readBack('jsonb', array)).resolves.toEqual(documents);
});

it('carries whole numbers up to 2^53', async () => {
  const numbers = [0, 1, 15, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 40 + 7, Number.MAX_SAFE_INTEGER];
  await expect(readBack('bigint', bigintArray(numbers))).resolves.toEqual(numbers);
});

it('carries digests as uuids, and refuses what is none', async () => {
  const digests = ['00000000000000000000000000000000', '0123456789abcdeffedcba9876543210'];
  const read = await readBack('uuid', uuidArray(digests));
  expect((read as string[]).map((uuid) => uuid.replaceAll('-', ''))).toEqual(digests);
  expect(() => uuidArray(['short'])).toThrow('is not a 128-bit digest');
});

it.each([
  ['text', textArray([])],
  ['bigint', bigintArray([])],
  ['uuid', uuidArray([])],
])('carries no elements as an empty array of %s', async (type, array) => {
  await expect(readBack(type, array)).resolves.toEqual([]);
});
