import type { WriteOperation } from '@evenkeel/domain';
import { SeededRandom } from '../../world/seeded-random.js';
import { VirtualTime } from '../../world/virtual-time.js';
import { drawTwoWay } from '../draw-two-way.js';
import type { WritingProfile } from '../two-way-profile.js';
import { REFUSED } from './write-desk.js';
import { WrittenProvider } from './written-provider.js';

const drawn = drawTwoWay(new SeededRandom(1));
const SOUND: WritingProfile = {
  ...{
    checksVersion: true,
    givesVersions: true,
    keyLifetimeSeconds: 60,
    lookUp: { by: 'key', settlesAfterMs: 0 },
    lookUpLagMs: 0,
  },
  ...{
    answers: 'record',
    batchSize: 2,
    isAllOrNothing: false,
    update: 'patch',
    readsOne: true,
    readLagMs: 0,
  },
  normalises: false,
};

function provider(writing: Partial<WritingProfile> = {}) {
  const time = new VirtualTime();
  const profile = { ...drawn, writing: { ...SOUND, ...writing }, pageSize: 5 };
  return { time, of: new WrittenProvider(new SeededRandom(1), time, profile) };
}

const create = (data: WriteOperation['data'], intentId = 'i1'): WriteOperation => ({
  ...{ intentId, kind: 'create', externalId: null, data, version: null },
});
const update = (data: WriteOperation['data'], version: string | null): WriteOperation => ({
  ...{ intentId: 'i2', kind: 'update', externalId: 'p-1', data, version },
});
const page = { cursor: null, pageSize: 5, since: null } as const;

describe('a provider that is written to', () => {
  it('answers a call that it knows by its key as it did before, and does nothing', () => {
    const { of, time } = provider();
    const call = { operations: [create({ email: 'e' })], key: 'k' };
    expect(of.write(call)).toEqual(of.write(call));
    expect(of.records.all).toHaveLength(1);
    time.advance(61_000);
    of.write(call);
    expect(of.records.all).toHaveLength(2);
  });

  it('refuses a change of another version than it has, and what is not for it', () => {
    const { of } = provider();
    of.write({ operations: [create({ email: 'e', name: 'Ann' })], key: 'k' });
    expect(of.write({ operations: [update({ name: 'Eve' }, '7')], key: 'l' })).toEqual([{ kind: 'moved' }]);
    const refused = of.write({ operations: [update({ name: `${REFUSED}Eve` }, '1')], key: 'm' });
    expect(refused).toMatchObject([{ kind: 'failed', isApplied: 'no' }]);
    expect(of.write({ operations: [update({ name: 'Eve' }, '1')], key: 'n' })).toMatchObject([
      { kind: 'written', version: '2', record: { email: 'e', name: 'Eve' } },
    ]);
  });

  it('takes all of a call or nothing, where it is so', () => {
    const { of } = provider({ isAllOrNothing: true });
    const operations = [create({ email: 'e' }), create({ email: `${REFUSED}f` }, 'i3')];
    of.write({ operations, key: 'k' });
    expect(of.records.all).toHaveLength(0);
  });

  it('shows what was written, and finds it, only as late as it is', () => {
    const { of, time } = provider({ readLagMs: 2_000, lookUpLagMs: 1_000 });
    const operation = create({ email: 'e' });
    of.write({ operations: [operation], key: 'k' });
    expect(of.records.page(page, of.now()).records).toEqual([]);
    expect(of.records.lookUp(operation)).toBeUndefined();
    time.advance(1_000);
    expect(of.records.lookUp(operation)).toMatchObject({ externalId: 'p-1' });
    time.advance(1_000);
    expect(of.records.page(page, of.now()).records).toMatchObject([{ externalId: 'p-1', version: '1' }]);
  });

  it('carries out late what its caller has given up', async () => {
    const { of, time } = provider();
    of.writeLate({ operations: [create({ email: 'e' })], key: 'k' }, new SeededRandom(2));
    expect(of.records.all).toHaveLength(0);
    time.wakeNext(() => true);
    await Promise.resolve();
    expect(of.records.all).toHaveLength(1);
  });
});
