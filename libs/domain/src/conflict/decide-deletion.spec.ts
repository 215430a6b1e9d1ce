import { rebase } from '../three-way/agreed-base.js';
import { sides } from '../three-way/testing/sides.js';
import { compileConflictPolicy } from './compile-conflict-policy.js';
import type { ConflictPolicy } from './conflict-policy.js';
import { decideDeletion } from './decide-deletion.js';
import type { ConflictCircumstances } from './decide-contested.js';

const [EARLY, LATE] = ['2026-11-01T00:00:00Z', '2026-11-02T00:00:00Z'];

function decide(
  given: ReturnType<typeof sides>,
  deletedOn: 'local' | 'remote',
  policy: ConflictPolicy,
  changedAt: ConflictCircumstances['changedAt'] = { local: {}, remote: {} },
) {
  return decideDeletion(
    { sides: given, deletedOn },
    { lists: [] },
    {
      policy: compileConflictPolicy(policy, { hasTimes: true }),
      circumstances: {
        records: { local: given.local, remote: given.remote.data },
        changedAt,
        onFailure: 'throw',
      },
    },
  );
}

describe('a record that one side deleted', () => {
  const same = sides({ a: 1 }, { a: 1 }, { a: 1 });
  const changedHere = sides({ a: 1 }, { a: 2 }, {});
  const changedThere = sides({ a: 1 }, {}, { a: 2 });

  it.each(['local', 'remote'] as const)(
    'is deleted where the other side changed nothing: %s',
    (deletedOn) => {
      expect(decide(same, deletedOn, { strategy: 'manual' })).toEqual({ kind: 'deletion' });
    },
  );

  it('is not looked at for what the deleting side had changed before', () => {
    expect(decide(changedHere, 'local', { strategy: 'manual' })).toMatchObject({ kind: 'undecided' });
    expect(decide(sides({ a: 1 }, { a: 9 }, { a: 1 }), 'local', { strategy: 'manual' })).toEqual({
      kind: 'deletion',
    });
  });

  it.each([
    ['source_wins', changedHere, 'remote', 'deletion'],
    ['source_wins', changedThere, 'local', 'change'],
    ['destination_wins', changedHere, 'remote', 'change'],
    ['destination_wins', changedThere, 'local', 'deletion'],
  ] as const)('%s decides as of one value', (strategy, given, deletedOn, kind) => {
    expect(decide(given, deletedOn, { strategy })).toEqual({ kind });
  });

  it('is what was done last', () => {
    const times = (local: string, remote: string) => ({ local: { $: local }, remote: { $: remote } });
    expect(decide(changedHere, 'remote', { strategy: 'newest_wins' }, times(LATE, EARLY)).kind).toBe(
      'change',
    );
    expect(decide(changedHere, 'remote', { strategy: 'newest_wins' }, times(EARLY, LATE)).kind).toBe(
      'deletion',
    );
  });

  it('is asked about otherwise', () => {
    expect(decide(changedHere, 'remote', { strategy: 'merge' })).toEqual({
      ...{ kind: 'undecided', asks: 'review' },
      contested: {
        place: [],
        path: '$',
        base: { local: { a: 1 }, remote: { a: 1 } },
        local: { a: 2 },
        remote: undefined,
      },
    });
    expect(decide(changedThere, 'local', { strategy: 'custom', rules: ['non_null'] })).toEqual({
      kind: 'change',
    });
    expect(decide(changedThere, 'local', { strategy: 'ai' })).toMatchObject({ asks: 'proposal' });
  });

  it('may have changed where the base is not known', () => {
    const { base } = sides({ a: 1 }, {}, {});
    const given = sides(rebase(base, 2, ['b']), { a: 1, b: 1 }, {});
    expect(decide(given, 'remote', { strategy: 'manual' })).toMatchObject({ contested: { base: undefined } });
  });
});
