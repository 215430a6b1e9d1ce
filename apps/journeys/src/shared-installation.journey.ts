import { surroundings } from './kit/env.js';
import { installEngine, type Engine } from './kit/installation.js';
import { BRISK_CALLS } from './kit/pushes-of.js';
import { STORIES, STORIES_ON_REQUEST } from './stories/index.js';

const { hasKafka, stories } = surroundings;
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

for (const name of stories ?? Object.keys(STORIES)) {
  const declare = STORIES[name] ?? STORIES_ON_REQUEST[name];
  if (declare === undefined) throw new Error(`There is no story called ${name}`);
  declare(engine);
}

// Counted as skipped, so that the last line of a run of all tests tells of them.
if (stories === undefined)
  for (const name of Object.keys(STORIES_ON_REQUEST))
    it.skip(`${name}: on request, by \`node apps/journeys/journey.mjs ${name}\``, () => undefined);
