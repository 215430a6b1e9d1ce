import { KINDS } from './sloppy/kinds.js';
import { Laboratory, type Failure } from './sloppy/laboratory.js';

jest.setTimeout(120_000);

/** Two of each kind, the same in every test run; `npm run sloppy` plays others. */
const TRIALS = { seed: 20_261_129, count: 2 };
/** Most of a trial is waiting for what the engine does next. */
const LANES = 4;

const failures = new Map<string, readonly Failure[]>();
beforeAll(async () => {
  const laboratory = await Laboratory.open('sloppy-providers');
  const kinds = KINDS.values();
  const lane = async () => {
    for (const kind of kinds) failures.set(kind.name, await laboratory.play(kind, TRIALS));
  };
  try {
    await Promise.all(Array.from({ length: LANES }, lane));
  } finally {
    await laboratory.close();
  }
});

it.each(KINDS)('$name: nothing ends green and wrong', ({ name }) => {
  expect(failures.get(name)).toEqual([]);
});
