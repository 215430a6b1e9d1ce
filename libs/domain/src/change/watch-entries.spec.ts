import * as fc from 'fast-check';
import type { PreparedRecord } from '../record/prepare-record.js';
import type { ReferenceState } from '../record/reference.js';
import { decideChanges } from './decide-changes.js';
import type { IdentifiedInput, WriteRules } from './decision.js';
import { groupWrites } from './group-writes.js';
import { describeTwin, differsFromStored } from './watch-entries.js';

const AT = '2026-01-01T00:00:00.000Z';

const ready = (externalId: string, contentHash: string, version: string | null = null): PreparedRecord => ({
  kind: 'ready',
  write: { externalId, contentHash, dataText: `"${contentHash}"`, version, modifiedAt: null, observedAt: AT },
});
const listed = (externalId: string, version: string | null): PreparedRecord => ({
  kind: 'listed',
  externalId,
  version,
});
const stored = (externalId: string, contentHash: string, version: string | null = null): ReferenceState => ({
  id: `r-${externalId}`,
  recordId: '1',
  externalId,
  contentHash,
  version,
  observedAt: AT,
});

function identify(records: readonly PreparedRecord[], references: readonly ReferenceState[]) {
  return records.map((prepared): IdentifiedInput => {
    const key = prepared.kind === 'ready' ? prepared.write.externalId : prepared.externalId;
    const reference = references.find(({ externalId }) => externalId === key);
    return { prepared, known: { key, reference, content: reference } };
  });
}

function decide(
  records: readonly PreparedRecord[],
  references: readonly ReferenceState[] = [],
  rules: WriteRules = { wasListed: () => false },
) {
  const inputs = decideChanges(identify(records, references), rules);
  return { inputs, outcomes: inputs.map(({ decision }) => decision.outcome), ...groupWrites(inputs) };
}

describe('an id that a listing gives twice', () => {
  it('with other content is set aside the second time, with the reason, and the first is applied', () => {
    const { inputs, outcomes, creates } = decide([ready('7', 'one'), ready('8', 'one'), ready('7', 'two')]);
    expect(outcomes).toEqual(['created', 'created', 'rejected']);
    expect(creates.get('7')?.contentHash).toBe('one');
    expect(inputs[2]).toMatchObject({
      prepared: { kind: 'failed', externalId: '7', mapped: '"two"' },
      decision: {
        problem: {
          code: 'record.id_taken',
          message: 'The id "7" belongs to another entry of this listing, which says something else',
        },
      },
    });
    expect(describeTwin(inputs)).toBe('two entries have the id "7" and say different things');
    expect(describeTwin(inputs.slice(0, 2))).toBeUndefined();
  });

  it('with the same content is no update and no reason', () => {
    const { inputs, outcomes } = decide([ready('7', 'one'), ready('7', 'one')]);
    expect(outcomes).toEqual(['created', 'unchanged']);
    expect(describeTwin(inputs)).toBeUndefined();
  });

  it('is set aside whatever its version says, for two records have versions of their own', () => {
    for (const version of ['1', '2', '3']) {
      expect(decide([ready('7', 'one', '2'), ready('7', 'two', version)]).outcomes).toEqual([
        'created',
        'rejected',
      ]);
    }
  });

  it('is set aside also where the first is as it was stored, so that no run swaps them', () => {
    const here = [stored('7', 'one')];
    expect(decide([ready('7', 'one'), ready('7', 'two')], here).outcomes).toEqual(['unchanged', 'rejected']);
    expect(decide([ready('7', 'two'), ready('7', 'one')], here).outcomes).toEqual(['updated', 'rejected']);
  });

  it('is set aside where the first was left out or failed: what it said is another thing', () => {
    const problem = { code: 'record.too_deep', errorClass: 'data', message: 'm', remedy: 'r' } as const;
    const excluded: PreparedRecord = { kind: 'excluded', externalId: '7' };
    const failed: PreparedRecord = { kind: 'failed', outcome: 'rejected', externalId: '7', problem };
    expect(decide([excluded, ready('7', 'two')]).outcomes).toEqual(['excluded', 'rejected']);
    expect(decide([failed, ready('7', 'two')]).outcomes).toEqual(['rejected', 'rejected']);
    expect(decide([ready('7', 'two'), excluded, failed]).outcomes).toEqual([
      'created',
      'excluded',
      'rejected',
    ]);
  });

  it('is known from an earlier page by what is stored', () => {
    const here = [stored('7', 'one'), stored('8', 'one')];
    const wasListed = ({ externalId }: ReferenceState) => externalId === '7';
    const page = [ready('7', 'two'), ready('8', 'two'), ready('7', 'one'), ready('7', 'two')];
    expect(decide(page, here, { wasListed }).outcomes).toEqual([
      'rejected',
      'updated',
      'unchanged',
      'rejected',
    ]);
  });

  it('may be given to what comes after the listing said that its record is gone', () => {
    const gone: PreparedRecord = {
      kind: 'gone',
      externalId: '7',
      gone: { way: 'announced', version: null, modifiedAt: null, observedAt: AT },
    };
    const here = [stored('7', 'old')];
    const wasListed = () => true;
    expect(decide([gone, ready('7', 'new')], here, { wasListed }).outcomes).toEqual([
      'inactivated',
      'reactivated',
    ]);
    expect(decide([gone, ready('7', 'new'), ready('7', 'other')], here).outcomes).toEqual([
      'inactivated',
      'reactivated',
      'rejected',
    ]);
    expect(decide([ready('7', 'old'), gone, gone], here).outcomes).toEqual([
      'unchanged',
      'inactivated',
      'unchanged',
    ]);
  });

  it('is told by its version where an inventory lists it, as far as there is one', () => {
    const here = [stored('7', 'one', '1')];
    expect(decide([listed('7', '1'), listed('7', '2')], here).outcomes).toEqual(['unchanged', 'rejected']);
    expect(decide([listed('7', '1'), listed('7', null)], here).outcomes).toEqual(['unchanged', 'planned']);
    expect(decide([listed('7', '2')], here, { wasListed: () => true }).outcomes).toEqual(['rejected']);
    expect(decide([listed('9', '1'), listed('9', '1')]).outcomes).toEqual(['planned', 'planned']);
  });

  it('is none where there is no id: such an entry fails for that', () => {
    const problem = { code: 'record.missing_id', errorClass: 'data', message: 'm', remedy: 'r' } as const;
    const nameless: PreparedRecord = { kind: 'failed', outcome: 'rejected', externalId: null, problem };
    const { inputs } = decide([nameless, nameless]);
    expect(inputs.map(({ decision }) => decision)).toMatchObject([{ problem }, { problem }]);
    expect(describeTwin(inputs)).toBeUndefined();
  });

  it('counts in a listing only: what is read by name may be read again', () => {
    expect(decide([ready('7', 'one'), ready('7', 'two')], [], {}).outcomes).toEqual(['created', 'updated']);
  });

  it('leaves one content for each id, the first, however the entries are cut into pages', () => {
    const entry = fc.record({ id: fc.constantFrom('a', 'b', 'c'), hash: fc.constantFrom('1', '2', '3') });
    const before = fc.uniqueArray(entry, { selector: ({ id }) => id });
    fc.assert(
      fc.property(before, fc.array(fc.array(entry, { maxLength: 4 }), { maxLength: 5 }), (here, pages) => {
        const references = new Map<string, ReferenceState>(
          here.map(({ id, hash }) => [id, stored(id, hash)]),
        );
        const seen = new Set<string>();
        const rejected: string[] = [];
        for (const page of pages) {
          const wasListed = ({ externalId }: ReferenceState) => seen.has(externalId);
          const records = page.map(({ id, hash }) => ready(id, hash));
          const { inputs, creates, updates } = decide(records, [...references.values()], { wasListed });
          for (const { externalId, contentHash } of [...creates.values(), ...updates]) {
            references.set(externalId, stored(externalId, contentHash));
          }
          for (const { id } of page) seen.add(id);
          for (const { prepared, decision } of inputs)
            if (decision.kind === 'fail' && prepared.kind === 'failed') rejected.push(prepared.externalId!);
        }
        const entries = pages.flat();
        const firsts = new Map([...entries].reverse().map(({ id, hash }) => [id, hash]));
        for (const [id, hash] of firsts) expect(references.get(id)?.contentHash).toBe(hash);
        const other = entries.filter(({ id, hash }) => firsts.get(id) !== hash).map(({ id }) => id);
        expect(rejected).toEqual(other);
      }),
    );
  });
});

it('asks for what earlier pages named only where an entry says something else than what is stored', () => {
  const here = [stored('7', 'one', '1'), stored('8', 'one', '1')];
  const entries: readonly [PreparedRecord, boolean][] = [
    [ready('7', 'one'), false],
    [ready('8', 'two'), true],
    [ready('9', 'one'), false],
    [listed('7', '1'), false],
    [listed('8', '2'), true],
    [listed('8', null), false],
    [{ kind: 'excluded', externalId: '8' }, false],
  ];
  for (const [prepared, differs] of entries) {
    const [entry] = identify([prepared], here);
    expect(differsFromStored(entry!)).toBe(differs);
    const asked: string[] = [];
    const wasListed = ({ externalId }: ReferenceState) => asked.push(externalId) > 1;
    decide([prepared], here, { wasListed });
    expect(asked).toEqual(differs ? ['8'] : []);
  }
});

it('takes what is read again for its place only as it was decided before, whatever it says now', () => {
  const here = [stored('7', 'one')];
  const [entry] = identify([ready('7', 'two')], here);
  const again = { ...entry!, source: { overlap: true } };
  expect(differsFromStored(again)).toBe(false);
  const inputs = decideChanges([again, again]);
  expect(inputs).toMatchObject([
    { ...again, decision: { outcome: 'unchanged' } },
    { ...again, decision: { outcome: 'unchanged' } },
  ]);
  expect(groupWrites(inputs).updates).toEqual([]);
  const [read] = decideChanges([{ ...entry!, source: { overlap: false } }]);
  expect(read?.decision.outcome).toBe('updated');
});
