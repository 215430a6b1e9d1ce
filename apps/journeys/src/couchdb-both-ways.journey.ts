import type { JsonObject } from '@evenkeel/domain';
import { CouchDb } from './kit/couchdb.js';
import { CouchSide } from './kit/couch-side.js';
import { EditedSides } from './kit/edited-sides.js';
import { runKilled } from './kit/killed-run.js';
import { MortalEngine } from './kit/mortal-engine.js';
import { countOf, untilApplied } from './kit/pushes-of.js';
import { restExample } from './kit/rest-example.js';
import { StoreSide } from './kit/side.js';

/** Runs in the lane of the journeys of `npm test`. */
jest.setTimeout(300_000);

const RECORDS = 1_000;
const LAST_RUNS = 3;
const JOB = 'articles';
const fields = {
  key: 'sku',
  ours: (text: string): JsonObject => ({ price: text }),
  theirs: (text: string): JsonObject => ({ name: text }),
  contested: (text: string): JsonObject => ({ shelf: text }),
};

let engine: MortalEngine;
let couch: CouchDb;
let sides: EditedSides;

beforeAll(async () => {
  engine = await MortalEngine.start('couchdb-both-ways');
  couch = await CouchDb.start('articles', engine.folder);
  await couch.write(
    Array.from({ length: RECORDS }, (_, nth) => ({
      ...{
        _id: `article/${nth}`,
        sku: `s${nth}@example.org`,
        name: `Article ${nth}`,
        price: '1',
        shelf: 'a',
      },
      // Nothing of the job names it: it has to stay.
      stock: { of: nth, at: ['Lagos', { row: nth }] },
    })),
  );
  await engine.admin.addConnection({
    ...{ name: 'couchdb', connector: 'rest' },
    settings: restExample('couchdb', new URL(couch.url).origin, { DATABASE: 'articles' }),
    credentials: { username: 'admin', password: 'secret' },
  });
  await engine.admin.addJob({
    ...{ name: JOB, connection: 'couchdb', stream: 'documents', recordType: 'article' },
    ...{ direction: 'bidirectional', deletePolicy: 'delete' },
    deleteCeiling: { percent: 100, records: RECORDS },
    conflictPolicy: { strategy: 'source_wins', fields: { price: 'destination_wins' } },
    mapping: ['sku', 'name', 'price', 'shelf'].map((field) => ({
      ...{ source: field, target: field, direction: 'both' },
    })),
  });
  const there = new CouchSide(couch, 'sku');
  const here = new StoreSide(engine.store, 'article', 'sku');
  sides = new EditedSides({ here, there, fields }, await there.listed());
}, 120_000);
afterAll(async () => {
  await couch?.stop();
  await engine?.stop();
}, 60_000);

async function expectEqualSides(): Promise<void> {
  const { here, there, expected } = await sides.compared();
  expect(here).toEqual(expected);
  expect(there).toEqual(expected);
}

it('the first run takes what the database has', async () => {
  const first = await engine.admin.runToEnd(JOB);
  expect(first).toMatchObject({ status: 'completed', receipt: { created: RECORDS, balanced: true } });
  await expectEqualSides();
});

it('what is edited on either side, also while the engine is killed, is on both in the end', async () => {
  await sides.editAtRest();
  const killed = runKilled(engine, JOB, [60, 200]);
  expect((await sides.editDuring(killed)).receipt).toMatchObject({ balanced: true });
  await untilApplied(engine.store);
  for (let run = 0; run < LAST_RUNS; run += 1) {
    expect((await engine.admin.runToEnd(JOB)).receipt).toMatchObject({ balanced: true });
    await untilApplied(engine.store);
  }
  await expectEqualSides();
});

it('nothing is there twice, nothing is left to be sent, and what no rule names has stayed', async () => {
  expect(await countOf(engine.store, 'local_change')).toBe(0);
  const documents = [...(await couch.documents()).values()];
  const first = documents.filter(({ _id }) => _id.startsWith('article/'));
  expect(first.length).toBeGreaterThan(RECORDS / 2);
  for (const { _id, stock } of first) {
    const nth = Number(_id.split('/')[1]);
    expect(stock).toEqual({ of: nth, at: ['Lagos', { row: nth }] });
  }
  const revisions = documents.map(({ _rev }) => _rev).toSorted();
  expect((await engine.admin.runToEnd(JOB)).receipt).toMatchObject({ balanced: true, failed: 0 });
  const after = [...(await couch.documents()).values()].map(({ _rev }) => _rev);
  expect(after.toSorted()).toEqual(revisions);
});
