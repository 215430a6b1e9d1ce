import { startTestDatabase, type TestDatabase } from '@evenkeel/adapter-postgres/testing';
import { Stage } from '../database/stage.js';
import { MECHANISMS, type Mechanism } from '../mechanisms/mechanisms.js';

export interface OpenStages {
  readonly stages: readonly Stage[];
  readonly close: () => Promise<void>;
}

/** Databases of their own for so many worlds side by side, without the parts of the schema that a mechanism takes. */
export async function openStages(count: number, without?: Mechanism): Promise<OpenStages> {
  const databases: TestDatabase[] = [];
  for (let lane = 0; lane < count; lane += 1) databases.push(await startTestDatabase());
  const stages = await Promise.all(databases.map((database) => Stage.open(database)));
  const schema = without === undefined ? undefined : MECHANISMS[without].schema;
  if (schema !== undefined) await Promise.all(stages.map((stage) => stage.alter(schema)));
  return {
    stages,
    close: async () => {
      await Promise.all(stages.map((stage) => stage.close()));
      for (const database of databases) await database.drop();
    },
  };
}

export async function withStages<T>(
  count: number,
  without: Mechanism | undefined,
  work: (stages: readonly Stage[]) => Promise<T>,
): Promise<T> {
  const { stages, close } = await openStages(count, without);
  try {
    return await work(stages);
  } finally {
    await close();
  }
}
