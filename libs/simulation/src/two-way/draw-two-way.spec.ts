import { seedsFrom } from '../share-out.js';
import { SeededRandom } from '../world/seeded-random.js';
import { drawTwoWay } from './draw-two-way.js';
import { ABILITIES, lacking, TWO_WAY_EVENTS } from './two-way-profile.js';

const profiles = seedsFrom(1, 3_000).map((seed) => drawTwoWay(new SeededRandom(seed).fork('profile')));

describe('the worlds that write', () => {
  it.each(Object.keys(ABILITIES))(
    'are without %s in at least a third of the seeds, and not always',
    (name) => {
      const share =
        profiles.filter((profile) => lacking(profile).some((each) => each === name)).length / 3_000;
      expect(share).toBeGreaterThanOrEqual(1 / 3);
      expect(share).toBeLessThan(0.7);
    },
  );

  it('go both ways where a job may, and have everything happen somewhere', () => {
    const bothWays = profiles.filter(({ isBothWays }) => isBothWays);
    expect(bothWays.length / profiles.length).toBeGreaterThan(0.5);
    for (const { writing } of bothWays) {
      const { checksVersion, readsOne, update, answers, givesVersions } = writing;
      expect(checksVersion || readsOne).toBe(true);
      expect(update === 'patch' || readsOne).toBe(true);
      expect(givesVersions || answers === 'record').toBe(true);
    }
    const unchecked = bothWays.filter(({ writing }) => !writing.checksVersion);
    expect(unchecked.length / bothWays.length).toBeGreaterThan(1 / 3);
    for (const event of TWO_WAY_EVENTS) expect(profiles.some(({ weights }) => weights[event] > 0)).toBe(true);
  });

  it('believe no look-up before what was written can be found', () => {
    for (const { writing } of profiles)
      expect(writing.lookUpLagMs).toBeLessThan(writing.lookUp?.settlesAfterMs ?? Infinity);
  });
});
