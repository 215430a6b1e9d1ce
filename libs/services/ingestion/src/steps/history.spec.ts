import { SyncError, type Job, type JsonObject, type JsonValue } from '@evenkeel/domain';
import fc from 'fast-check';
import { issueBy } from '../testing/derived-people.js';
import { HistoryWorld, type ToldValue } from '../testing/history-world.js';
import { pageOf } from '../testing/ingestion-world.js';
import { nextHour, person, type StoredPerson } from '../testing/match-world.js';

const world = new HistoryWorld();
const FIELDS = ['email', 'city', 'size', 'id'];
const SOURCES = ['crm', 'shop', 'issues'] as const;

type Act =
  | { readonly kind: 'says'; readonly source: number; readonly id: number; readonly fields: JsonObject }
  | { readonly kind: 'edits'; readonly one: number; readonly field: string; readonly word: string }
  | { readonly kind: 'revises'; readonly source: number }
  | { readonly kind: 'merges'; readonly one: number; readonly other: number }
  | { readonly kind: 'unmerges'; readonly one: number; readonly other: number };

/** What the test did, and when. */
interface Deed {
  readonly from: Date;
  readonly to: Date;
  readonly executionId: string | null;
  readonly revision: number | null;
  readonly undone: string | null;
  /** Who edited it here. */
  readonly editor: string | null;
  /** External ids of what was read. */
  readonly read: readonly string[];
}

/** A value that was seen for the first time after a deed. */
interface Seen extends Deed {
  readonly value: JsonValue;
  /** External ids of the record, and whether some of these came with the deed. */
  readonly known: readonly string[];
  readonly grew: boolean;
  /** Of these, those that had said the value last. */
  readonly saying: readonly string[];
}

/** What the test knows by itself: what it made the sources say, and what was stored after each deed. */
class Log {
  readonly said = new Map<string, JsonObject>();
  readonly deeds: Deed[] = [];
  readonly seen = new Map<string, Seen[]>();
  private before = new Map<string, StoredPerson>();

  note(deed: Deed, people: readonly StoredPerson[]): void {
    this.deeds.push(deed);
    for (const now of people) {
      const then = this.before.get(now.id);
      for (const field of FIELDS) {
        const value = now.data[field] ?? null;
        if (value === (then?.data[field] ?? null)) continue;
        const known = idsOf(now);
        const entry = {
          ...{
            ...deed,
            value,
            known,
            grew: then !== undefined && known.some((id) => !idsOf(then).includes(id)),
          },
          // A record that was changed and then became part of another one has lost its references to that.
          saying: [...known, ...(then === undefined ? [] : idsOf(then))].filter(
            (id) => (this.said.get(id)?.[field] ?? null) === value,
          ),
        };
        const key = `${now.id} ${field}`;
        this.seen.set(key, [...(this.seen.get(key) ?? []), entry]);
      }
    }
    this.before = new Map(people.map((each) => [each.id, each]));
  }
}

const idsOf = ({ known }: StoredPerson) => known.map((id) => id.replace(/[()]/g, ''));
const now = async () => (await world.database.rows<{ now: Date }>('select engine_now() as now'))[0]!.now;

/** Three sources of one type, of which one derives it. */
async function start() {
  const { type, crm, issues } = await world.two();
  const shop = await world.source(type);
  const jobs: Job[] = [crm.job, shop.job, issues];
  const log = new Log();

  async function says({ source, id, fields }: Extract<Act, { kind: 'says' }>) {
    const job = jobs[source]!;
    const run = await world.claimedOf(job, { lane: 'single', jobRevision: job.revision });
    const [externalId, record] =
      SOURCES[source] === 'issues'
        ? [`u${id}`, issueBy(`i${id}`, { id: `u${id}`, ...fields })]
        : [`${SOURCES[source]![0]}${id}`, person(`${SOURCES[source]![0]}${id}`, fields)];
    log.said.set(externalId, SOURCES[source] === 'issues' ? { id: externalId, ...fields } : fields);
    await world.apply(pageOf(run, 0, [record], { cursorOut: null, observedAt: nextHour() }));
    return { executionId: run.execution.id, revision: job.revision, read: [externalId] };
  }

  async function merges({ one, other }: Extract<Act, { kind: 'merges' }>) {
    const own = (await world.people(type)).filter(({ mergedInto }) => mergedInto === null);
    const [survivor, absorbed] = [own[one % own.length], own[other % own.length]];
    if (survivor !== undefined && survivor !== absorbed)
      await world.mergeByHand(type, survivor.id, absorbed!.id);
    return {};
  }

  async function edits({ one, field, word: value }: Extract<Act, { kind: 'edits' }>) {
    const own = (await world.people(type)).filter(({ mergedInto, active }) => mergedInto === null && active);
    const record = own[one % own.length];
    if (record === undefined) return {};
    await world.edit(record.id, field, value);
    return { editor: 'ada' };
  }

  async function unmerges({ one }: Extract<Act, { kind: 'unmerges' }>) {
    const { items } = await world.tenant.transaction((tx) =>
      tx.merges.list(undefined, { after: null, limit: 100 }),
    );
    const open = items.filter(({ recordType, undoneAt }) => recordType === type && undoneAt === null);
    const merge = open[one % open.length];
    if (merge === undefined) return {};
    try {
      await world.unmergeOne(merge);
      return { undone: merge.id };
    } catch (error) {
      // Nothing is left to be parted.
      if (error instanceof SyncError && error.code === 'request.wrong_state') return {};
      throw error;
    }
  }

  async function act(each: Act): Promise<void> {
    const from = await now();
    const none = { executionId: null, revision: null, undone: null, editor: null, read: [] };
    let done: Partial<Deed> = {};
    if (each.kind === 'says') done = await says(each);
    else if (each.kind === 'edits') done = await edits(each);
    else if (each.kind === 'merges') done = await merges(each);
    else if (each.kind === 'unmerges') done = await unmerges(each);
    else jobs[each.source] = await world.revised(jobs[each.source]!);
    log.note({ from, to: await now(), ...none, ...done }, await world.people(type));
  }

  return { act, log };
}

/** What the journal tells of a field as it was after each deed; steps within one that leave it as it was are none. */
function afterDeeds(told: readonly ToldValue[], deeds: readonly Deed[]): readonly ToldValue[] {
  const kept: ToldValue[] = [];
  for (const { from, to } of deeds) {
    const last = told.findLast(({ at }) => at >= from && at <= to);
    if (last !== undefined && last.value !== (kept.at(-1)?.value ?? null)) kept.push(last);
  }
  return kept;
}

const externalIdIn = (text: string) => /^\S+ (\S+?)(, rule .*)?$/.exec(text)?.[1];

function check(told: readonly ToldValue[], seen: readonly Seen[], deeds: readonly Deed[]): void {
  const kept = afterDeeds(told, deeds);
  expect(kept.map(({ value }) => value)).toEqual(seen.map(({ value }) => value));
  seen.forEach((deed, index) => {
    const { value, execution_id, revision, undone_merge, merges, said_by, edited_by } = kept[index]!;
    expect({ value, execution_id, revision, undone_merge, edited_by }).toEqual({
      ...{ value: deed.value, execution_id: deed.executionId, revision: deed.revision },
      ...{ undone_merge: deed.undone, edited_by: deed.editor },
    });
    // What was edited here is said by no source, also where a merge brings it along.
    if (EDITED.some((word) => word === deed.value)) return void expect(said_by).toEqual([]);
    const by = said_by.map(externalIdIn);
    const isCreation = told[0] === kept[index];
    // Of a field that is gone the only source of its record is told, which does not say it any more.
    if (deed.value !== null) for (const id of by) expect(deed.saying).toContain(id);
    if (deed.value !== null && !isCreation) expect(by).not.toEqual([]);
    const own = deed.saying.filter((id) => deed.read.includes(id));
    if (deed.value !== null && !isCreation) expect(by).toEqual(expect.arrayContaining(own));
    if (merges !== null) expect(deed.grew).toBe(true);
    // What no reading of this deed says came with another record.
    if (deed.grew && deed.undone === null && own.length === 0) expect(merges).not.toBeNull();
  });
}

const word = (...words: string[]) => fc.option(fc.constantFrom(...words), { freq: 4 });
const fields = fc.record(
  { email: word('a@x.org', 'b@x.org', 'c@x.org'), city: word('Ulm', 'Bonn', 'Kiel'), size: word('S', 'L') },
  { requiredKeys: [] },
);
const source = fc.nat(SOURCES.length - 1);
const EDITED = ['edited', 'edited again'];
const edits: fc.Arbitrary<Act> = fc.record({
  ...{ kind: fc.constant('edits' as const), one: fc.nat(9) },
  ...{ field: fc.constantFrom('email', 'city', 'size'), word: fc.constantFrom(...EDITED) },
});
const says: fc.Arbitrary<Act> = fc.record({
  ...{ kind: fc.constant('says' as const), source, id: fc.integer({ min: 1, max: 3 }), fields },
});
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 8, arbitrary: says },
  { weight: 2, arbitrary: edits },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('revises' as const), source }) },
  {
    weight: 3,
    arbitrary: fc.record({
      ...{ kind: fc.constantFrom('merges' as const, 'unmerges' as const), one: fc.nat(9), other: fc.nat(9) },
    }),
  },
);

/** Columns that only people read are left out. */
function plain({
  at,
  value,
  revision,
  execution_id,
  merges,
  undone_merge,
  said_by,
  edited_by,
}: ToldValue): ToldValue {
  return { at, value, revision, execution_id, merges, undone_merge, said_by, edited_by };
}

it('tells of each field every value, since when, and which run, merge or un-merge made it so', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 12, maxLength: 24, size: 'max' }), async (acts) => {
      const { act: carryOut, log } = await start();
      for (const each of acts) await carryOut(each);

      for (const [key, seen] of log.seen) {
        const [record, field] = key.split(' ') as [string, string];
        const told = await world.historyOf(record, field);
        check(told, seen, log.deeds);
        expect(await world.valuesOf(record, field)).toEqual(told.map(plain));
      }
    }),
    // Told as it is: to look for a shorter one takes longer than the test may.
    { numRuns: 6, endOnFailure: true },
  );
}, 180_000);
