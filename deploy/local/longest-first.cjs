// The order in which the test command runs files: the longest first, so that none is left over at the end.
const { readFileSync } = require('node:fs');
const { join, relative } = require('node:path');
const { default: TestSequencer } = require('@jest/test-sequencer');

/** Seconds by file, of those that take some: what Jest remembers of earlier runs is not there in a clean checkout. */
const secondsOf = JSON.parse(readFileSync(join(__dirname, 'durations.json'), 'utf8'));

/** Journeys wait most of the time and specs compute: taken in turn they share processors better than each kind by itself. */
function inTurn(left, right) {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, nth) => [
    ...left.slice(nth, nth + 1),
    ...right.slice(nth, nth + 1),
  ]).flat();
}

module.exports = class LongestFirst extends TestSequencer {
  sort(tests) {
    const seconds = (test) =>
      secondsOf[relative(test.context.config.rootDir, test.path).replaceAll('\\', '/')] ?? 0;
    // What is in no table takes next to nothing: Jest's own order is kept among those.
    const sorted = super.sort([...tests]).sort((left, right) => seconds(right) - seconds(left));
    const isJourney = ({ path }) => path.endsWith('.journey.ts');
    return inTurn(
      sorted.filter(isJourney),
      sorted.filter((test) => !isJourney(test)),
    );
  }
};
