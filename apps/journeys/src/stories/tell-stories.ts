import { surroundings } from '../kit/env.js';
import { installEngine, type Engine } from '../kit/installation.js';
import { BRISK_CALLS } from '../kit/pushes-of.js';
import type { Story } from './story.js';

/**
 * Starting and stopping seven processes and a broker takes longer than most stories do: these share them, in a folder of that name.
 * Without a broker there is none, and each story is skipped.
 */
export function tellStories(folder: string, stories: Readonly<Record<string, Story>>): void {
  let running: Engine | undefined;

  function engine(): Engine {
    if (running === undefined) throw new Error('The installation exists within tests and their hooks only');
    return running;
  }

  if (surroundings.hasKafka) {
    beforeAll(async () => {
      running = await installEngine(folder, { env: { ...BRISK_CALLS, KAFKA_FOREIGN_TOPICS: 'crm.*' } });
    }, 240_000);
    afterAll(() => running?.stop(), 90_000);
  }
  for (const declare of Object.values(stories)) declare(engine);
}
