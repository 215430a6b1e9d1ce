// Runs single journeys on a fresh build: `node apps/journeys/journey.mjs NAME...`, where NAME.journey.ts (or NAME.long.journey.ts) is the file, or
// stories/NAME.story.ts one of those that share an installation.
// For `chaos`: --minutes M (how long everything goes wrong) and --seed S (in which way). For `slices` and `parked`: --records N.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  build,
  ensureInstalled,
  finished,
  pinnedNode,
  root,
  toolEnvironment,
} from '../../deploy/local/install.mjs';

const { positionals: names, values } = parseArgs({
  allowPositionals: true,
  options: { minutes: { type: 'string' }, seed: { type: 'string' }, records: { type: 'string' } },
});
for (const [option, value] of Object.entries(values)) {
  if (/^\d+(\.\d+)?$/.test(value)) continue;
  process.stderr.write(`--${option} takes a number, not "${value}"\n`);
  process.exit(2);
}
const asked = {
  EVENKEEL_CHAOS_MINUTES: values.minutes ?? '2',
  ...(values.seed && { EVENKEEL_CHAOS_SEED: values.seed }),
  ...(values.records && { EVENKEEL_SLICES_RECORDS: values.records, EVENKEEL_PARKED_RECORDS: values.records }),
};
const isStory = (name) => existsSync(new URL(`src/stories/${name}.story.ts`, import.meta.url));
const stories = names.filter(isStory);
const files = names.filter((name) => !isStory(name)).map((name) => `${name}{,.long}`);
if (stories.length > 0) {
  asked.EVENKEEL_JOURNEYS_STORIES = stories.join(',');
  files.push('shared-installation');
}
if (names.length === 0) {
  process.stderr.write('Give the names of journeys, for example six-processes\n');
  process.exit(2);
}

try {
  await ensureInstalled();
  process.stderr.write('evenkeel: building ...\n');
  await build(readdirSync(join(root, 'apps')).map((app) => `apps/${app}`));
  // Only now: its own dependencies may just have been installed.
  const kafka = await import('../../deploy/local/kafka/kafka.mjs');
  await kafka.install();
} catch (error) {
  process.stderr.write(`evenkeel: ${error.message}\n`);
  process.exit(1);
}

const jest = spawn(
  pinnedNode(),
  [
    'node_modules/jest/bin/jest.js',
    ...['-c', 'jest.config.cjs', '--rootDir', 'apps/journeys', '--runInBand', '--verbose'],
    ...['--testMatch', ...files.map((name) => `**/src/${name}.journey.ts`)],
    // Those that take long are left out by the configuration.
    ...['--testPathIgnorePatterns', '/node_modules/', '--testPathIgnorePatterns', '/dist/'],
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: toolEnvironment({ EVENKEEL_JOURNEYS_MAY_START_KAFKA: 'true', ...asked }),
  },
);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    if (!process.stdin.isTTY) jest.kill(signal);
  });
}
process.exit(await finished(jest));
