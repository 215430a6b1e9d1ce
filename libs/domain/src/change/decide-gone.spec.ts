import * as fc from 'fast-check';
import { GONE_WAYS, type GoneWay } from '../page/source-record.js';
import { decideChange } from './decide-change.js';
import { decideChanges } from './decide-changes.js';
import { referenceIdOf, type KnownContent } from './decision.js';
import { groupWrites } from './group-writes.js';

const EARLY = '2026-01-01T00:00:00.000Z';
const NOW = '2026-01-01T00:00:01.000Z';
const LATE = '2026-01-01T00:00:02.000Z';

const known = (content: KnownContent | undefined) => ({
  key: 'a',
  reference: content && { id: 'r-a', recordId: '1', externalId: 'a', ...content },
  content,
});
const gone = (way: GoneWay, changes: { observedAt?: string; version?: string; modifiedAt?: string } = {}) =>
  ({
    kind: 'gone',
    externalId: 'a',
    gone: { way, version: null, modifiedAt: null, observedAt: NOW, ...changes },
  }) as const;
const live = (contentHash: string, observedAt: string) =>
  ({
    kind: 'ready',
    write: { externalId: 'a', contentHash, dataText: '{}', version: null, modifiedAt: null, observedAt },
  }) as const;
const HERE: KnownContent = { contentHash: 'h', version: null, observedAt: EARLY };

describe('a record that is gone at the provider', () => {
  it.each(GONE_WAYS)('is inactivated if it is here: %s', (way) => {
    expect(decideChange(gone(way), known(HERE))).toMatchObject({
      kind: 'inactivate',
      outcome: 'inactivated',
    });
  });

  it('is as it should be where it is inactive already', () => {
    expect(decideChange(gone('read'), known({ ...HERE, inactive: true })).outcome).toBe('unchanged');
  });

  it('is superseded by what was seen since', () => {
    expect(decideChange(gone('read'), known({ ...HERE, observedAt: LATE })).outcome).toBe('superseded');
    expect(decideChange(gone('read'), known({ ...HERE, observedAt: NOW })).outcome).toBe('inactivated');
  });

  it.each([
    ['an older version', { version: '1' }, 'superseded'],
    ['the same version', { version: '2' }, 'inactivated'],
    ['a newer version, though of an older time', { version: '3', modifiedAt: EARLY }, 'inactivated'],
    ['the same version of an older time', { version: '2', modifiedAt: EARLY }, 'superseded'],
    ['an older time', { modifiedAt: EARLY }, 'superseded'],
    ['the same time', { modifiedAt: NOW }, 'inactivated'],
    ['neither', {}, 'inactivated'],
  ] as const)('is told in the order of the provider, by %s', (_, changes, outcome) => {
    const here = { ...HERE, version: '2', modifiedAt: NOW };
    expect(decideChange(gone('announced', changes), known(here)).outcome).toBe(outcome);
  });

  it('is refused where nothing is known of what was asked for, and nothing else says that there was something', () => {
    expect(decideChange(gone('read'), known(undefined))).toMatchObject({
      kind: 'fail',
      outcome: 'refused',
      problem: { code: 'provider.record_gone' },
    });
    expect(decideChange(gone('announced'), known(undefined)).outcome).toBe('unchanged');
    expect(decideChange(gone('read_again'), known(undefined)).outcome).toBe('unchanged');
  });

  it('waits where it would be one too many, or is not what a plan foresaw', () => {
    expect(decideChange(gone('read'), known(HERE), { parksGone: true }).outcome).toBe('parked');
    const asked: unknown[] = [];
    const permits = (...coming: unknown[]) => asked.push(coming) > 1;
    expect(decideChange(gone('read'), known(HERE), { permits }).outcome).toBe('planned');
    expect(decideChange(gone('read'), known(HERE), { permits }).outcome).toBe('inactivated');
    const coming = { externalId: 'a', contentHash: null, version: null, isGone: true };
    expect(asked[0]).toEqual([coming, known(HERE).reference]);
    // It came only now: nothing is lost.
    const justCame = { ...known(HERE), reference: undefined };
    expect(decideChange(gone('read'), justCame, { parksGone: true }).outcome).toBe('inactivated');
  });

  it('is written once, with what was known of it, and belongs to its reference only then', () => {
    const inputs = decideChanges([
      { prepared: gone('read'), known: known(HERE) },
      { prepared: gone('read'), known: known(HERE) },
    ]);
    const { reference } = known(HERE);
    expect(groupWrites(inputs).inactivations).toEqual(
      new Map([['a', { reference, gone: gone('read').gone }]]),
    );
    expect(inputs.map((input) => referenceIdOf(input, new Map()))).toEqual(['r-a', null]);
    const [left] = decideChanges([{ prepared: live('h', NOW), known: known(HERE) }]);
    expect(groupWrites([left!])).toMatchObject({ inactivations: new Map() });
    expect(referenceIdOf(left!, new Map())).toBe('r-a');
  });

  it('ends as the last thing that was said of it, however often it comes and goes', () => {
    const said = fc.array(fc.boolean(), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(said, fc.boolean(), (steps, isHere) => {
        const inputs = steps.map((isLive, index) => {
          const observedAt = new Date(Date.parse(NOW) + index).toISOString();
          const prepared = isLive ? live(`h${index}`, observedAt) : gone('announced', { observedAt });
          return { prepared, known: known(isHere ? HERE : undefined) };
        });
        const { creates, updates, inactivations } = groupWrites(decideChanges(inputs));
        const wasEver = isHere || steps.includes(true);
        expect(inactivations.size).toBe(wasEver && steps.at(-1) === false ? 1 : 0);
        expect(creates.size + updates.length).toBe(steps.includes(true) ? 1 : 0);
      }),
    );
  });
});
