import type { JsonObject } from '@evenkeel/domain';
import { SeededRandom } from '../../world/seeded-random.js';
import { VirtualTime } from '../../world/virtual-time.js';
import { drawTwoWay } from '../draw-two-way.js';
import { WrittenProvider } from '../provider/written-provider.js';
import type { TwoWayProfile } from '../two-way-profile.js';
import { NO_ROWS, type SeenChange, type SeenRecord, type TwoWayRows } from '../two-way-rows.js';
import { findApart, type Sides } from './both-sides.js';
import { findWrongValue } from './values.js';

const drawn = drawTwoWay(new SeededRandom(1));
const profile: TwoWayProfile = {
  ...drawn,
  isBothWays: true,
  deletePolicy: 'delete',
  conflictPolicy: { strategy: 'source_wins' },
  writing: { ...drawn.writing, answers: 'record', readsOne: true, lookUp: { by: 'key', settlesAfterMs: 0 } },
};

type Told = TwoWayRows['told'];

interface Story {
  /** What people (`by` null: the engine) made of it here, one after the other. */
  readonly here: readonly { readonly name: string; readonly by: string | null; readonly action?: string }[];
  readonly there: readonly {
    readonly name: string;
    readonly by: 'people' | 'engine';
    readonly isGone?: true;
  }[];
  readonly record?: Partial<SeenRecord>;
  readonly told?: Told;
}

function sidesOf({ here, there, record, told = [] }: Story): Sides {
  const provider = new WrittenProvider(new SeededRandom(1), new VirtualTime(), profile);
  const [first, ...later] = there;
  const fields = (name: string): JsonObject => ({ email: 'e', name });
  const id = provider.records.add(fields(first!.name), 'people');
  for (const { name, by, isGone } of later)
    provider.records.find(id)!.put({
      ...{ fields: fields(name), atMs: 0, isGone: isGone ?? false },
      by: by === 'people' ? by : { intent: 'i' },
    });
  const changes = here.slice(1).map(({ by, action }, at): SeenChange => ({
    ...{ record: '1', before: fields(here[at]!.name), actor: by, action: action ?? null },
  }));
  const data = fields(here.at(-1)!.name);
  const rows: TwoWayRows = {
    ...NO_ROWS,
    changes,
    told,
    records: [{ id: '1', data, isActive: true, cause: null, version: here.length, ...record }],
    written: [{ id: '1', externalId: id, record: '1', isActive: true, cause: null, agreed: null }],
  };
  return { rows, provider, profile };
}

const t = (name: string) => ({ name, by: 'people' as const });
const h = (name: string) => ({ name, by: 'ada' });
const engine = (name: string) => ({ name, by: null });
const written = (name: string) => ({ name, by: 'engine' as const });

describe('values once all is calm', () => {
  it('are right where each side has what the other one said last', () => {
    const story = { here: [engine('t1'), h('h1'), engine('t2')], there: [t('t1'), written('h1'), t('t2')] };
    expect(findWrongValue(sidesOf(story))).toBeUndefined();
    expect(findApart(sidesOf(story))).toBeUndefined();
  });

  it('are wrong where an edit is undone', () => {
    const story = { here: [engine('t1'), h('h1'), engine('t1')], there: [t('t1')] };
    expect(findWrongValue(sidesOf(story))).toMatch(/name is "t1", which people wrote over/);
  });

  it('are wrong where neither side ever said them', () => {
    const story = { here: [engine('t1'), engine('t1h1')], there: [t('t1'), written('t1h1')] };
    expect(findWrongValue(sidesOf(story))).toMatch(/"t1h1", which people gave to neither/);
  });

  it('are wrong where the policy had decided otherwise', () => {
    const story = { here: [engine('t1'), h('h1')], there: [t('t1'), t('t2'), written('h1')] };
    expect(findWrongValue(sidesOf(story))).toMatch(/by source_wins it had to be "t2"/);
    const seen = { here: [engine('t1'), engine('t2'), h('h1')], there: [t('t1'), t('t2'), written('h1')] };
    expect(findWrongValue(sidesOf(seen))).toBeUndefined();
  });

  it('of a record that people deleted here are what the provider says, if it brings it back', () => {
    const deleted = { name: 'h1', by: 'ada', action: 'deleted' };
    const story = { here: [engine('t1'), h('h1'), deleted, engine('t2')], there: [t('t1'), t('t2')] };
    expect(findWrongValue(sidesOf(story))).toBeUndefined();
  });
});

describe('sides once all is calm', () => {
  it('differ only where that is told', () => {
    const story = { here: [engine('t1'), h('h1')], there: [t('t1')] };
    expect(findApart(sidesOf(story))).toMatch(/name is "h1" here and "t1" there/);
  });

  it('keep what was deleted here only where that is told', () => {
    const record = { isActive: false, cause: 'deleted_locally' };
    const story = { here: [engine('t1')], there: [t('t1')], record };
    expect(findApart(sidesOf(story))).toMatch(/deleted here and is there/);
    const told: Told = [{ externalId: 'p-1', outcome: 'parked' }];
    expect(findApart(sidesOf({ ...story, told }))).toBeUndefined();
  });

  it('lose no record of the other side', () => {
    const gone = { ...t('t1'), isGone: true as const };
    expect(findApart(sidesOf({ here: [engine('t1')], there: [t('t1'), gone] }))).toMatch(
      /not there, and that is not told/,
    );
    const record = { isActive: false, cause: null };
    expect(findApart(sidesOf({ here: [engine('t1')], there: [t('t1')], record }))).toMatch(
      /there and not here/,
    );
  });
});
