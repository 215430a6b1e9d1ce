import { seedClaimed, someAdvance, somePage } from '@evenkeel/conformance';
import { OUTCOMES } from '@evenkeel/domain';
import { testDatabase } from '../testing/test-database.js';
import { unpackSeen } from './seen-codec.js';

const database = testDatabase();

it('keeps of each input which record it was and what happened to it', async () => {
  const { chunk } = await seedClaimed(database);
  const seen = OUTCOMES.flatMap((outcome, at) => [
    { referenceId: String(2 ** 31 + at), outcome },
    { referenceId: null, outcome },
  ]);
  const page = somePage('created', [], { seen });
  await database.tenant.transaction((tx) => tx.pages.advance(someAdvance(chunk), [page], []));
  const [stored] = await database.rows<{ seen: string[] }>(
    'select seen from page_result where chunk_id = $1',
    [chunk.id],
  );
  expect(stored!.seen.map(unpackSeen)).toEqual(seen);
});
