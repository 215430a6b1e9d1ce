import { surroundings } from './kit/env.js';
import { installEngine, type Engine } from './kit/installation.js';
import { BRISK_CALLS } from './kit/pushes-of.js';
import { STORIES } from './stories/index.js';

const { hasKafka, stories = Object.keys(STORIES) } = surroundings;
let running: Engine | undefined;

function engine(): Engine {
  if (running === undefined) throw new Error('The installation exists within tests and their hooks only');
  return running;
}

// Starting and stopping seven processes and a broker takes longer than most stories do: these share them.
if (hasKafka) {
  beforeAll(async () => {
    running = await installEngine('shared-installation', {
      env: { ...BRISK_CALLS, KAFKA_FOREIGN_TOPICS: 'crm.*' },
    });
  }, 240_000);
  afterAll(() => running?.stop(), 90_000);
}

for (const name of stories) {
  const declare = STORIES[name];
  if (declare === undefined) throw new Error(`There is no story called ${name}`);
  declare(engine);
}
