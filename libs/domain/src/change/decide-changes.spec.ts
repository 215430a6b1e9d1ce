import * as fc from 'fast-check';
import { sumOfOutcomes } from '../receipt/outcome.js';
import { addCounts } from '../receipt/receipt.js';
import type { PreparedRecord } from '../record/prepare-record.js';
import type { ReferenceState } from '../record/reference.js';
import { compareWithStored, countInputs, planPages, type PagePlan } from './decide-changes.js';

const EARLY = '2026-01-01T00:00:00.000Z';
const LATE = '2026-01-01T00:00:01.000Z';

function ready(
  externalId: string,
  contentHash: string,
  version: number | null = null,
  observedAt = LATE,
): PreparedRecord {
  const write = {
    externalId,
    contentHash,
    dataText: `"${contentHash}"`,
    version,
    modifiedAt: null,
    observedAt,
  };
  return { kind: 'ready', write };
}

function stored(
  externalId: string,
  contentHash: string,
  version: number | null = null,
): [string, ReferenceState] {
  return [
    externalId,
    { id: `r-${externalId}`, recordId: '1', externalId, contentHash, version, observedAt: EARLY },
  ];
}

const onePage = (...records: PreparedRecord[]) => [{ pageNo: 0, records }];
const outcomesOf = (plan: PagePlan) => plan.inputs.flat().map((input) => input.outcome);

describe('planPages', () => {
  it('creates what is new, updates what differs and writes nothing for what is the same', () => {
    const references = new Map([stored('b', 'old'), stored('c', 'same')]);
    const plan = planPages(onePage(ready('a', 'new'), ready('b', 'new'), ready('c', 'same')), references);
    expect(outcomesOf(plan)).toEqual(['created', 'updated', 'unchanged']);
    expect(plan.creates.map((write) => write.externalId)).toEqual(['a']);
    expect(plan.updates.map((write) => write.reference.id)).toEqual(['r-b']);
  });

  it('writes what is active again, although it is the same, once', () => {
    const [id, reference] = stored('a', 'same');
    const plan = planPages(
      onePage(ready('a', 'same'), ready('a', 'same')),
      new Map([[id, { ...reference, inactive: true }]]),
    );
    expect(outcomesOf(plan)).toEqual(['reactivated', 'unchanged']);
    expect(plan.updates).toHaveLength(1);
  });

  it('leaves out what the write policy does not allow, and still says what it belongs to', () => {
    const references = new Map([stored('b', 'old'), stored('c', 'same')]);
    const page = onePage(ready('a', 'new'), ready('b', 'new'), ready('c', 'same'));
    const creating = planPages(page, references, { policy: 'create_only' });
    expect(outcomesOf(creating)).toEqual(['created', 'excluded', 'unchanged']);
    expect(creating.updates).toEqual([]);
    expect(creating.inputs[0]?.[1]?.target).toEqual({ kind: 'existing', referenceId: 'r-b' });
    const updating = planPages(page, references, { policy: 'update_only' });
    expect(outcomesOf(updating)).toEqual(['excluded', 'updated', 'unchanged']);
    expect(updating.creates).toEqual([]);
  });

  it('says which reference a record belongs to that the filter left out: it was seen', () => {
    const excluded = [
      { kind: 'excluded', externalId: 'b' } as const,
      { kind: 'excluded', externalId: 'x' } as const,
    ];
    const plan = planPages(onePage(...excluded), new Map([stored('b', 'old')]));
    expect(outcomesOf(plan)).toEqual(['excluded', 'excluded']);
    expect(plan.inputs[0]?.map(({ target }) => target.kind)).toEqual(['existing', 'none']);
    expect([...plan.creates, ...plan.updates]).toEqual([]);
  });

  it('decides an id that comes twice against what its first appearance left', () => {
    const plan = planPages(onePage(ready('a', '1'), ready('a', '1'), ready('a', '2')), new Map());
    expect(outcomesOf(plan)).toEqual(['created', 'unchanged', 'updated']);
    expect(plan.creates).toHaveLength(1);
    expect(plan.creates[0]?.contentHash).toBe('2');
  });

  it('writes an existing record once although two pages of the group change it', () => {
    const pages = [
      { pageNo: 0, records: [ready('a', '1')] },
      { pageNo: 1, records: [ready('a', '2')] },
    ];
    const plan = planPages(pages, new Map([stored('a', '0')]));
    expect(plan.updates.map((write) => write.contentHash)).toEqual(['2']);
  });

  it('notes the newer version of what came back to what it was, so that a late page of the version between stays out', () => {
    const [id, reference] = stored('a', 'same', 1);
    const { sightings, updates, inputs } = planPages(
      onePage(ready('a', 'same', 3)),
      new Map([[id, reference]]),
    );
    expect(inputs.flat()).toMatchObject([{ outcome: 'unchanged' }]);
    expect(sightings).toMatchObject([{ externalId: 'a', version: 3, contentHash: 'same' }]);
    expect(updates).toEqual([]);
    const noted = new Map([[id, { ...reference, version: 3 }]]);
    expect(outcomesOf(planPages(onePage(ready('a', 'between', 2)), noted))).toEqual(['superseded']);
  });

  it('notes nothing for the version it knows, nor beside a write that notes it anyway', () => {
    const known = new Map([stored('a', 'same', 3)]);
    expect(planPages(onePage(ready('a', 'same', 3)), known).sightings).toEqual([]);
    const both = planPages(onePage(ready('a', 'same', 4), ready('a', 'new', 5), ready('a', 'new', 6)), known);
    expect(both).toMatchObject({ sightings: [], updates: [{ contentHash: 'new', version: 6 }] });
    const created = planPages(onePage(ready('b', 'new', 1), ready('b', 'new', 2)), known);
    expect(created).toMatchObject({ sightings: [], updates: [], creates: [{ version: 2 }] });
  });

  it('keeps a rejected record in its place, with the reference it already had', () => {
    const problem = { code: 'record.missing_id', errorClass: 'data', message: 'm', remedy: 'r' } as const;
    const failed = { kind: 'failed', outcome: 'rejected', externalId: 'b', problem } as const;
    const plan = planPages(onePage(ready('a', '1'), failed), new Map([stored('b', 'x')]));
    expect(plan.inputs[0]?.[1]).toEqual({
      externalId: 'b',
      outcome: 'rejected',
      problem,
      target: { kind: 'existing', referenceId: 'r-b' },
    });
  });

  it('gives every input exactly one outcome, and applying a plan twice changes nothing the second time', () => {
    const record = fc
      .record({ id: fc.constantFrom('a', 'b', 'c', 'd'), hash: fc.constantFrom('1', '2', '3') })
      .map(({ id, hash }) => ready(id, hash));
    const pages = fc.array(fc.array(record, { maxLength: 6 }), { maxLength: 5 });
    fc.assert(
      fc.property(pages, (lists) => {
        const group = lists.map((records, pageNo) => ({ pageNo, records }));
        const plan = planPages(group, new Map());
        const counted = addCounts(plan.inputs.map(countInputs));
        expect(counted.fetched).toBe(lists.flat().length);
        expect(sumOfOutcomes(counted.outcomes)).toBe(counted.fetched);
        const left = new Map(
          plan.creates.map((write) => [write.externalId, { id: 'r', recordId: '1', ...write }]),
        );
        const last = new Map(group.flatMap((page) => page.records).map((again) => [idOf(again), again]));
        const second = planPages(onePage(...last.values()), left);
        expect([...second.creates, ...second.updates]).toEqual([]);
      }),
    );
  });
});

function idOf(record: PreparedRecord): string | null {
  return record.kind === 'ready' ? record.write.externalId : record.externalId;
}

describe('compareWithStored', () => {
  const at = (observedAt: string, contentHash: string, version: number | null = null) => ({
    observedAt,
    contentHash,
    version,
  });

  it('never lets an older version win, however late it was observed', () => {
    expect(compareWithStored(at(LATE, 'new', 4), at(EARLY, 'old', 5))).toBe('superseded');
  });

  it('lets a newer version win although it was observed earlier', () => {
    expect(compareWithStored(at(EARLY, 'new', 6), at(LATE, 'old', 5))).toBe('updated');
  });

  it('goes by the time of observation where versions do not tell', () => {
    expect(compareWithStored(at(EARLY, 'new'), at(LATE, 'old'))).toBe('superseded');
    expect(compareWithStored(at(LATE, 'new'), at(EARLY, 'old'))).toBe('updated');
    expect(compareWithStored(at(LATE, 'new', 5), at(EARLY, 'old', 5))).toBe('updated');
  });

  it('calls the same content unchanged', () => {
    expect(compareWithStored(at(EARLY, 'same'), at(LATE, 'same'))).toBe('unchanged');
  });

  it('lets what was gone be active again, whatever it says, unless it was seen before that', () => {
    const gone = { ...at(EARLY, 'same', 5), inactive: true };
    expect(compareWithStored(at(LATE, 'same', 5), gone)).toBe('reactivated');
    expect(compareWithStored(at(LATE, 'new', 1), gone)).toBe('reactivated');
    expect(compareWithStored(at(EARLY, 'same'), { ...gone, observedAt: LATE })).toBe('superseded');
  });
});
