import type { Stage } from '../database/stage.js';
import { simulate } from '../simulate.js';
import { MECHANISMS, type Mechanism } from './mechanisms.js';
import { NOTICED_BY } from './noticed-by.js';

/** What came to grief in an engine that lacks a mechanism. */
export interface Notice {
  readonly seed: number;
  readonly violation: string;
}

/**
 * Plays seeds until one notices that the engine lacks the mechanism: from the kept one on, then from 1 again, as many as it is
 * promised to be noticed within. The part of the schema that it takes, if any, is taken from the stage already.
 */
export async function findNotice(stage: Stage, name: Mechanism): Promise<Notice | undefined> {
  const seeds = Array.from({ length: MECHANISMS[name].noticedWithin }, (_, index) => index + 1);
  const first = NOTICED_BY[name] - 1;
  for (const seed of [...seeds.slice(first), ...seeds.slice(0, first)]) {
    const { violation } = await simulate({ stage, seed, without: name });
    if (violation !== null) return { seed, violation };
  }
  return undefined;
}
