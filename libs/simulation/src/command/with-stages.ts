import { startTestDatabase, type TestDatabase } from '@evenkeel/adapter-postgres/testing';
import { withinTime } from '../database/watchdog.js';
import { Stage } from '../database/stage.js';
import { MECHANISMS, type Mechanism } from '../mechanisms/mechanisms.js';

/** A server that stands still closes nothing; it ends with this process. */
const CLOSED_WITHIN_MS = 30_000;

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
  let result: T;
  try {
    result = await work(stages);
  } catch (error) {
    await withinTime(close(), CLOSED_WITHIN_MS, () => 'it does not close either').catch(() => undefined);
    throw error;
  }
  await close();
  return result;
}
