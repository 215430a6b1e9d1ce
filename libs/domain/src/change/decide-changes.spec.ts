import * as fc from 'fast-check';
import { sumOfOutcomes } from '../receipt/outcome.js';
import { addCounts } from '../receipt/receipt.js';
import { externalIdOf, type PreparedRecord } from '../record/prepare-record.js';
import type { ReferenceState } from '../record/reference.js';
import { countInputs, decideChanges } from './decide-changes.js';
import { referenceIdOf, type DecidedInput, type Known, type WriteRules } from './decision.js';
import { groupWrites } from './group-writes.js';

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
    version: version === null ? null : String(version),
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
    {
      id: `r-${externalId}`,
      recordId: '1',
      externalId,
      contentHash,
      version: version === null ? null : String(version),
      observedAt: EARLY,
    },
  ];
}

interface Page {
  readonly pageNo: number;
  readonly records: readonly PreparedRecord[];
}

/** As ingestion names records: by their external ids, each of which is a reference of its own. */
function identify(pages: readonly Page[], references: ReadonlyMap<string, ReferenceState>) {
  return pages.flatMap(({ pageNo, records }) =>
    records.map((prepared) => {
      const key = externalIdOf(prepared);
      const reference = references.get(key ?? '');
      return { pageNo, prepared, known: { key, reference, content: reference } };
    }),
  );
}

function decide(pages: readonly Page[], references: ReadonlyMap<string, ReferenceState>, rules?: WriteRules) {
  const inputs = decideChanges(identify(pages, references), rules);
  const { creates, updates, sightings } = groupWrites(inputs);
  return { inputs, creates: [...creates.values()], updates, sightings };
}

const onePage = (...records: PreparedRecord[]) => [{ pageNo: 0, records }];

it('reads what an inventory names again after it was gone, although its version is the same', () => {
  const gone = { way: 'announced', version: null, modifiedAt: null, observedAt: LATE } as const;
  const pages = onePage(
    { kind: 'gone', externalId: 'a', gone },
    { kind: 'listed', externalId: 'a', version: '3' },
  );
  const { inputs } = decide(pages, new Map([stored('a', 'one', 3)]));
  expect(inputs.map(({ decision }) => decision.outcome)).toEqual(['inactivated', 'planned']);
});
const outcomesOf = ({ inputs }: { readonly inputs: readonly DecidedInput[] }) =>
  inputs.map(({ decision }) => decision.outcome);
const referenceIdsOf = (inputs: readonly DecidedInput[]) =>
  inputs.map((input) => referenceIdOf(input, new Map([['a', 'new-a']])));

describe('decideChanges', () => {
  it('creates what is new, updates what differs and writes nothing for what is the same', () => {
    const references = new Map([stored('b', 'old'), stored('c', 'same')]);
    const plan = decide(onePage(ready('a', 'new'), ready('b', 'new'), ready('c', 'same')), references);
    expect(outcomesOf(plan)).toEqual(['created', 'updated', 'unchanged']);
    expect(plan.creates.map((write) => write.externalId)).toEqual(['a']);
    expect(plan.updates.map((write) => write.reference.id)).toEqual(['r-b']);
  });

  it('writes what is active again, although it is the same, once', () => {
    const [id, reference] = stored('a', 'same');
    const plan = decide(
      onePage(ready('a', 'same'), ready('a', 'same')),
      new Map([[id, { ...reference, inactive: true }]]),
    );
    expect(outcomesOf(plan)).toEqual(['reactivated', 'unchanged']);
    expect(plan.updates).toHaveLength(1);
  });

  it('leaves out what the write policy does not allow, and still says what it belongs to', () => {
    const references = new Map([stored('b', 'old'), stored('c', 'same')]);
    const page = onePage(ready('a', 'new'), ready('b', 'new'), ready('c', 'same'));
    const creating = decide(page, references, { policy: 'create_only' });
    expect(outcomesOf(creating)).toEqual(['created', 'excluded', 'unchanged']);
    expect(creating.updates).toEqual([]);
    expect(referenceIdsOf(creating.inputs)).toEqual(['new-a', 'r-b', 'r-c']);
    const updating = decide(page, references, { policy: 'update_only' });
    expect(outcomesOf(updating)).toEqual(['excluded', 'updated', 'unchanged']);
    expect(updating.creates).toEqual([]);
  });

  it('says which reference a record belongs to that the filter left out: it was seen', () => {
    const excluded = [
      { kind: 'excluded', externalId: 'b' } as const,
      { kind: 'excluded', externalId: 'x' } as const,
    ];
    const plan = decide(onePage(...excluded), new Map([stored('b', 'old')]));
    expect(outcomesOf(plan)).toEqual(['excluded', 'excluded']);
    expect(referenceIdsOf(plan.inputs)).toEqual(['r-b', null]);
    expect([...plan.creates, ...plan.updates]).toEqual([]);
  });

  it('decides an id that comes twice against what its first appearance left', () => {
    const plan = decide(onePage(ready('a', '1'), ready('a', '1'), ready('a', '2')), new Map());
    expect(outcomesOf(plan)).toEqual(['created', 'unchanged', 'updated']);
    expect(plan.creates).toHaveLength(1);
    expect(plan.creates[0]?.contentHash).toBe('2');
  });

  it('writes an existing record once although two pages of the group change it', () => {
    const pages = [
      { pageNo: 0, records: [ready('a', '1')] },
      { pageNo: 1, records: [ready('a', '2')] },
    ];
    const plan = decide(pages, new Map([stored('a', '0')]));
    expect(plan.updates.map((write) => write.contentHash)).toEqual(['2']);
  });

  it('notes the newer version of what came back to what it was, so that a late page of the version between stays out', () => {
    const [id, reference] = stored('a', 'same', 1);
    const { sightings, updates, inputs } = decide(onePage(ready('a', 'same', 3)), new Map([[id, reference]]));
    expect(outcomesOf({ inputs })).toEqual(['unchanged']);
    expect(sightings).toMatchObject([{ externalId: 'a', version: '3', contentHash: 'same' }]);
    expect(updates).toEqual([]);
    const noted = new Map([[id, { ...reference, version: '3' }]]);
    expect(outcomesOf(decide(onePage(ready('a', 'between', 2)), noted))).toEqual(['superseded']);
  });

  it('notes nothing for the version it knows, nor beside a write that notes it anyway', () => {
    const known = new Map([stored('a', 'same', 3)]);
    expect(decide(onePage(ready('a', 'same', 3)), known).sightings).toEqual([]);
    const both = decide(onePage(ready('a', 'same', 4), ready('a', 'new', 5), ready('a', 'new', 6)), known);
    expect(both).toMatchObject({ sightings: [], updates: [{ contentHash: 'new', version: '6' }] });
    const created = decide(onePage(ready('b', 'new', 1), ready('b', 'new', 2)), known);
    expect(created).toMatchObject({ sightings: [], updates: [], creates: [{ version: '2' }] });
  });

  it('keeps a rejected record in its place, with the reference it already had', () => {
    const problem = { code: 'record.missing_id', errorClass: 'data', message: 'm', remedy: 'r' } as const;
    const failed = { kind: 'failed', outcome: 'rejected', externalId: 'b', problem } as const;
    const plan = decide(onePage(ready('a', '1'), failed), new Map([stored('b', 'x')]));
    expect(plan.inputs[1]).toMatchObject({
      prepared: { externalId: 'b' },
      decision: { outcome: 'rejected', problem },
    });
    expect(referenceIdsOf(plan.inputs)).toEqual(['new-a', 'r-b']);
  });

  it('gives every input exactly one outcome, and applying a plan twice changes nothing the second time', () => {
    const record = fc
      .record({ id: fc.constantFrom('a', 'b', 'c', 'd'), hash: fc.constantFrom('1', '2', '3') })
      .map(({ id, hash }) => ready(id, hash));
    const pages = fc.array(fc.array(record, { maxLength: 6 }), { maxLength: 5 });
    fc.assert(
      fc.property(pages, (lists) => {
        const group = lists.map((records, pageNo) => ({ pageNo, records }));
        const plan = decide(group, new Map());
        const counted = addCounts(
          group.map(({ pageNo }) => countInputs(plan.inputs.filter((input) => input.pageNo === pageNo))),
        );
        expect(counted.fetched).toBe(lists.flat().length);
        expect(sumOfOutcomes(counted.outcomes)).toBe(counted.fetched);
        const left = new Map(
          plan.creates.map((write) => [write.externalId, { id: 'r', recordId: '1', ...write }]),
        );
        const last = new Map(
          group.flatMap((page) => page.records).map((again) => [externalIdOf(again), again]),
        );
        const second = decide(onePage(...last.values()), left);
        expect([...second.creates, ...second.updates]).toEqual([]);
      }),
    );
  });
});

describe('decideChanges, where several references lead to one record', () => {
  const known = (externalId: string): Known => {
    const [, reference] = stored(externalId, 'old');
    return { key: 'one record', reference, content: reference };
  };

  it('decides the second against what the first left, and writes the record once', () => {
    const inputs = decideChanges([
      { prepared: ready('a', 'new'), known: known('a') },
      { prepared: ready('b', 'new'), known: known('b') },
    ]);
    expect(outcomesOf({ inputs })).toEqual(['updated', 'unchanged']);
    expect(groupWrites(inputs).updates).toMatchObject([{ externalId: 'a', reference: { id: 'r-a' } }]);
  });

  it('decides each input alone of which the record is not known', () => {
    const problem = { code: 'record.missing_id', errorClass: 'data', message: 'm', remedy: 'r' } as const;
    const failed = { kind: 'failed', outcome: 'rejected', externalId: null, problem } as const;
    const unknown: Known = { key: null, reference: undefined, content: undefined };
    const nameless = ready('', 'same');
    const inputs = decideChanges(
      [failed, nameless, nameless].map((prepared) => ({ prepared, known: unknown })),
    );
    expect(outcomesOf({ inputs })).toEqual(['rejected', 'created', 'created']);
    expect(groupWrites(inputs)).toEqual({
      creates: new Map(),
      attaches: new Map(),
      updates: [],
      sightings: [],
      readings: [],
      inactivations: new Map(),
    });
  });
});
