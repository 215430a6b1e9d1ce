import { startTestDatabase } from '@evenkeel/adapter-postgres/testing';
import { Stage } from '../database/stage.js';
import { simulate } from '../simulate.js';
import { isMechanism, MECHANISMS } from './mechanisms.js';

/** Plays seeds from the one that was seen to notice on, and from 1 again, until one does. */
async function findViolation(name: string): Promise<string | undefined> {
  if (!isMechanism(name)) throw new Error(`There is no mechanism ${name}`);
  const { noticedWithin, noticedBy, schema } = MECHANISMS[name];
  const database = await startTestDatabase();
  const stage = await Stage.open(database);
  try {
    if (schema !== undefined) await stage.alter(schema);
    const seeds = Array.from({ length: noticedWithin }, (_, index) => index + 1);
    const first = (noticedBy ?? 1) - 1;
    for (const seed of [...seeds.slice(first), ...seeds.slice(0, first)]) {
      const { violation } = await simulate({ stage, seed, without: name });
      if (violation !== null) return violation;
    }
    return undefined;
  } finally {
    await stage.close();
    await database.drop();
  }
}

describe('an engine that lacks a mechanism', () => {
  const noticed = Object.entries(MECHANISMS).filter(([, { noticedBy }]) => noticedBy !== null);
  it.each(noticed.map(([name]) => name))(
    'comes to grief without %s',
    async (name) => {
      expect(await findViolation(name)).toBeDefined();
    },
    600_000,
  );
});
