import { JOB_DEFAULTS } from '@evenkeel/domain';
import { packSeen } from '@evenkeel/adapter-postgres/testing';
import { ScriptedProvider, EVENTS } from '../workload/provider/scripted-provider.js';
import { USUAL_ANSWERS } from '../workload/provider/record-answers.js';
import { SeededRandom } from '../world/seeded-random.js';
import { findViolation } from './invariants.js';
import { findFinalViolation } from './final-state.js';
import { NOTHING_YET, type SeenChunk, type SeenExecution, type SeenPage, type Snapshot } from './snapshot.js';

const NOON = Date.parse('2026-03-01T12:00:00.000Z');

const execution: SeenExecution = {
  id: 'e1',
  job: EVENTS,
  trigger: 't1',
  lane: 'bulk',
  status: 'running',
  epoch: 0,
  balanced: null,
  inputs: null,
  hasOnlyReplayed: false,
  isDue: false,
  isWaiting: false,
  follows: null,
  scope: 'full',
  isPreview: false,
  // Before anything was there: snapshots of here are taken at 0.
  since: new Date(-60_000).toISOString(),
};
const chunk: SeenChunk = {
  id: 'c1',
  execution: 'e1',
  epoch: 0,
  kind: 'whole',
  state: 'claimed',
  attempt: 1,
  pages: 1,
  inputs: 2,
  outcomes: 2,
  cursor: '2',
  leaseUntil: null,
  doubt: null,
  listed: 2,
  inactivated: 0,
  generation: 0,
};
const page: SeenPage = {
  chunk: 'c1',
  no: 0,
  attempt: 1,
  generation: 0,
  cursorIn: null,
  cursorOut: '2',
  inputs: 2,
  outcomes: 2,
  observedAt: '2026-03-01T12:00:00.000Z',
  seen: [],
};
const second: SeenPage = { ...page, no: 1, cursorIn: '2', cursorOut: null };
const reference = {
  id: 'events-0',
  reference: '7',
  stream: EVENTS,
  data: { id: 'events-0', version: 2 },
  record: '7',
  recordData: null,
  recordVersion: 1,
  changes: 0,
  changedBy: null,
  observedAt: '2026-03-01T12:00:00.000Z',
  inactive: false,
  inactiveBy: null,
  goneAlone: false,
  cause: null,
  inactiveAt: null,
  touchedAt: '2026-03-01T12:00:00.000Z',
};
const ended = { ...chunk, state: 'applied', pages: 2, inputs: 4, outcomes: 4, cursor: null };
const closeOut = {
  execution: 'e1',
  complete: true,
  since: '2026-03-01T12:00:00.000Z',
  ceiling: 1,
  granted: false,
  inactivated: 1,
};
const EMPTY = { pages: 0, inputs: 0, outcomes: 0, cursor: null };
const trigger = {
  id: 't1',
  job: EVENTS,
  kind: 'schedule',
  actor: 'schedule 12:00',
  state: 'opened',
  retryOf: null,
  acceptedAt: '2026-11-21T12:00:00Z',
};

function provider(): ScriptedProvider {
  return new ScriptedProvider(new SeededRandom(1), () => NOON, {
    providerErrors: 0,
    slowAnswers: 0,
    contention: 0,
    moreRecords: 0,
    slices: 1,
    isShifting: false,
    thingsInventory: false,
    eventsInventory: false,
    overlaps: false,
    thingsEnd: 'said',
    eventsEnd: 'said',
    tellsTotals: false,
    twins: 0,
    answers: USUAL_ANSWERS,
    tombstones: false,
    eventsTimes: true,
    isJoined: false,
    isMatched: false,
  });
}

/** That all of it was told, where a test says nothing else. */
function allTold({ executions = [], pages = [] }: Partial<Snapshot>): Pick<Snapshot, 'facts' | 'pagesTold'> {
  const facts = executions.map(({ id, status }) => ({ execution: id, from: null, to: status }));
  return { facts, pagesTold: pages.length };
}

function judge(before: Partial<Snapshot>, now: Partial<Snapshot>): string | undefined {
  return findViolation({
    before: { ...NOTHING_YET, ...allTold(before), ...before },
    now: { ...NOTHING_YET, ...allTold(now), ...now },
    provider: provider(),
    perConnection: 1,
    maxRecords: 5,
    deleteCeiling: JOB_DEFAULTS.deleteCeiling,
  });
}

describe('the invariants', () => {
  const sound = { executions: [execution], chunks: [chunk], pages: [page] };

  it('hold while a page is applied and the run ends', () => {
    const done = { ...execution, status: 'completed', epoch: 1, balanced: true, inputs: 4 } as const;
    const last = { executions: [execution], chunks: [ended], pages: [page, second] };
    expect(judge({}, { ...sound, pages: [], chunks: [{ ...chunk, ...EMPTY }] })).toBeUndefined();
    expect(judge({ ...sound, pages: [], chunks: [{ ...chunk, ...EMPTY }] }, sound)).toBeUndefined();
    expect(judge(sound, last)).toBeUndefined();
    expect(judge(last, { ...last, executions: [done] })).toBeUndefined();
  });

  it.each<[string, Partial<Snapshot>, Partial<Snapshot>, RegExp]>([
    [
      'a gap between pages',
      sound,
      { ...sound, chunks: [ended], pages: [page, { ...second, no: 2 }] },
      /page 1 is missing/,
    ],
    [
      'a change of the status that was not told',
      sound,
      { ...sound, facts: [{ execution: execution.id, from: null, to: 'queued' }] },
      /is running, and queued was told last/,
    ],
    [
      'a change of the status that was told twice',
      sound,
      {
        ...sound,
        facts: [1, 2].map(() => ({ execution: execution.id, from: null, to: 'running' })),
      },
      /is told to go from null to running, and was elsewhere/,
    ],
    ['a page that was not told', sound, { ...sound, pagesTold: 0 }, /1 pages were applied, and 0 are told/],
    [
      'a page that starts elsewhere although its listing began anew',
      sound,
      {
        ...sound,
        chunks: [{ ...ended, generation: 1 }],
        pages: [page, { ...second, generation: 1 }],
      },
      /does not start/,
    ],
    [
      'a listing that begins anew and keeps its cursor',
      sound,
      { ...sound, chunks: [{ ...chunk, generation: 1 }] },
      /stands where no page ended/,
    ],
    [
      'a page that starts elsewhere',
      sound,
      { ...sound, chunks: [ended], pages: [page, { ...second, cursorIn: '9' }] },
      /does not start/,
    ],
    [
      'an input without an outcome',
      sound,
      { ...sound, pages: [{ ...page, outcomes: 1 }] },
      /exactly one outcome/,
    ],
    [
      'a chunk that counts wrongly',
      sound,
      { ...sound, chunks: [{ ...chunk, inputs: 3 }] },
      /counts 3 inputs/,
    ],
    ['progress that falls', sound, { ...sound, chunks: [{ ...chunk, ...EMPTY }], pages: [] }, /went back/],
    [
      'a page of an earlier claim',
      { ...sound, chunks: [{ ...chunk, attempt: 2 }] },
      { ...sound, chunks: [{ ...ended, attempt: 2 }], pages: [page, second] },
      /attempt 1 was applied/,
    ],
    [
      'a page after the cancel',
      { ...sound, executions: [{ ...execution, status: 'cancelled', balanced: true, inputs: 2 }] },
      {
        ...sound,
        executions: [{ ...execution, status: 'cancelled', balanced: true, inputs: 4 }],
        chunks: [ended],
        pages: [page, second],
      },
      /is cancelled/,
    ],
    [
      'a receipt that does not balance',
      sound,
      { ...sound, executions: [{ ...execution, status: 'failed', balanced: false }] },
      /does not balance/,
    ],
    [
      'a receipt that counts otherwise',
      sound,
      { ...sound, executions: [{ ...execution, status: 'failed', balanced: true, inputs: 1 }] },
      /with 1 records/,
    ],
    [
      'an end that is none',
      { ...sound, executions: [{ ...execution, status: 'completed', balanced: true, inputs: 2 }] },
      { ...sound, executions: [{ ...execution, epoch: 1 }] },
      /was completed/,
    ],
    [
      'a move that no status allows',
      { executions: [{ ...execution, status: 'paused' }] },
      { executions: [{ ...execution, status: 'queued' }] },
      /was paused/,
    ],
    [
      'a claim of a run that is held',
      { ...sound, heldSince: new Map([['e1', '2026-03-01T12:00:00.000Z']]) },
      { ...sound, chunks: [{ ...chunk, attempt: 2, leaseUntil: '2026-03-01T12:00:15.001Z' }] },
      /its run was held/,
    ],
    [
      'two bulk runs at once',
      {},
      { executions: [execution, { ...execution, id: 'e2', trigger: 't2' }] },
      /two bulk runs/,
    ],
    [
      'two runs of one trigger',
      {},
      { executions: [execution, { ...execution, id: 'e2', lane: 'single' }] },
      /two executions/,
    ],
    [
      'an answer that changes',
      { triggers: [trigger] },
      { triggers: [{ ...trigger, state: 'skipped' }] },
      /was opened/,
    ],
    ['a slot that fires twice', {}, { triggers: [trigger, { ...trigger, id: 't2' }] }, /fired twice/],
    [
      'a change without a before-image',
      {},
      { references: [{ ...reference, recordVersion: 3, changes: 1 }] },
      /after 1 changes/,
    ],
    [
      'a reference without a record',
      {},
      { references: [{ ...reference, recordVersion: null }] },
      /has no record/,
    ],
    [
      'a version that goes back',
      { references: [{ ...reference, stream: 'things' }] },
      { references: [{ ...reference, stream: 'things', data: { id: 'events-0', version: 1 } }] },
      /from version 2 to 1/,
    ],
    [
      'an older observation',
      { references: [reference] },
      { references: [{ ...reference, observedAt: '2026-03-01T11:59:59.000Z' }] },
      /was seen at/,
    ],
    [
      'a record taken for gone that is there',
      { references: [reference] },
      { references: [{ ...reference, inactive: true, inactiveBy: 'e1' }], closeOuts: [closeOut] },
      /the provider had it all the while/,
    ],
    [
      'more records taken for gone than may be',
      {},
      { closeOuts: [{ ...closeOut, inactivated: 2 }] },
      /inactivated 2 records, and may 1/,
    ],
    [
      'records taken for gone on an incomplete listing',
      {},
      { closeOuts: [{ ...closeOut, complete: false }] },
      /not complete/,
    ],
    [
      'a retry that nobody owes',
      { executions: [execution] },
      { executions: [execution], triggers: [{ ...trigger, actor: 'retry 1 of e1', retryOf: 'e1' }] },
      /tried again although nothing was due/,
    ],
    [
      'more chunks under way than may be',
      { ...sound, chunks: [chunk, { ...chunk, ...EMPTY, id: 'c2', state: 'planned' }] },
      { ...sound, chunks: [chunk, { ...chunk, ...EMPTY, id: 'c2', state: 'assigned' }] },
      /2 bulk chunks are under way/,
    ],
    [
      'a change that no plan foresaw',
      { references: [reference] },
      {
        executions: [{ ...execution, follows: 'p1' }],
        madeSince: new Map([['p1', '2026-03-01T11:00:00.000Z']]),
        at: '2026-03-01T12:00:00.000Z',
        references: [
          {
            ...reference,
            data: { id: 'events-0', version: 1 },
            recordVersion: 2,
            changes: 1,
            changedBy: 'e1',
          },
        ],
      },
      /newer than the plan/,
    ],
    [
      'a watermark that goes back',
      {},
      {
        watermarks: [
          [EVENTS, '2026-03-01T12:00:00Z'],
          [EVENTS, '2026-03-01T11:00:00Z'],
        ],
      },
      /went back/,
    ],
    [
      'a watermark beyond what was read',
      {},
      { watermarks: [[EVENTS, '2026-03-01T12:01:00Z']] },
      /is beyond version 1/,
    ],
  ])('find %s', (_, before, now, violation) => {
    expect(judge(before, now)).toMatch(violation);
  });

  it('let an earlier question be answered later, with a later change', () => {
    const earlier = { ...reference, observedAt: '2026-03-01T11:59:59.000Z' };
    const changed = { ...earlier, data: { id: 'events-0', version: 3 }, recordVersion: 2, changes: 1 };
    expect(judge({ references: [reference] }, { references: [changed] })).toBeUndefined();
  });

  it('take a listing that found a record as it is stored for a sighting', () => {
    const source = provider();
    const events = source.stream(EVENTS);
    while (events.ids.includes('events-0')) events.delete();
    while (!events.ids.includes('events-0')) events.restore();
    const since = new Date(NOON - 60_000).toISOString();
    const inactivate = (seen: readonly string[]) => {
      const told = allTold(sound);
      const rows = {
        ...NOTHING_YET,
        ...sound,
        ...told,
        pages: [{ ...page, seen }],
        at: new Date(NOON).toISOString(),
      };
      const was = { ...reference, observedAt: since };
      return findViolation({
        before: { ...rows, references: [was] },
        now: {
          ...rows,
          references: [{ ...was, inactive: true, inactiveBy: 'e1' }],
          closeOuts: [{ ...closeOut, since }],
        },
        provider: source,
        perConnection: 1,
        maxRecords: 5,
        deleteCeiling: JOB_DEFAULTS.deleteCeiling,
      });
    };
    expect(inactivate([])).toBeUndefined();
    const listed = packSeen({ referenceId: reference.reference, outcome: 'unchanged' });
    expect(inactivate([String(listed)])).toMatch(/the provider had it all the while/);
  });

  it('want of a run without a doubt what was there before it began, but for what it says has failed', () => {
    const source = provider();
    const [first, ...others] = source
      .stream(EVENTS)
      .ids.map((id) => ({ ...reference, id, data: { id, version: 1 } }));
    const end = (status: 'completed' | 'completed_with_errors', changes: Partial<Snapshot>) => {
      const done = { ...execution, status, balanced: true, inputs: 4, since: new Date(0).toISOString() };
      const pages = [page, second];
      const rows = { ...NOTHING_YET, ...sound, ...allTold({ ...sound, pages }), chunks: [ended], pages };
      const references = [first!, ...others];
      return findViolation({
        before: { ...rows, references },
        now: {
          ...rows,
          ...allTold({ executions: [done], pages }),
          references,
          executions: [done],
          ...changes,
        },
        provider: source,
        perConnection: 1,
        maxRecords: null,
        deleteCeiling: JOB_DEFAULTS.deleteCeiling,
      });
    };
    const missing = { references: others };
    expect(end('completed', {})).toBeUndefined();
    expect(end('completed', missing)).toMatch(/events-\d is not in the store/);
    expect(end('completed', { ...missing, failing: [first!.id] })).toMatch(/not in the store/);
    expect(end('completed_with_errors', missing)).toMatch(/not in the store/);
    expect(end('completed_with_errors', { ...missing, failing: [first!.id] })).toBeUndefined();
    expect(end('completed', { ...missing, chunks: [{ ...ended, doubt: 'a total' }] })).toBeUndefined();
    const twin = { ...first!, data: { ...first!.data, twin: true } } as const;
    expect(end('completed', { references: [twin, ...others] })).toMatch(/another record with its id/);
    const old = { ...first!, data: { ...first!.data, version: 0 } };
    expect(end('completed', { references: [old, ...others] })).toMatch(/at version 0 in the store, at 1/);
    source.stream(EVENTS).item(first!.id)!.change(0, { gone: true });
    expect(end('completed', missing)).toBeUndefined();
  });

  it('compare rows with the source once everything is over', () => {
    const source = provider();
    const references = [...source.streams.values()].flatMap(({ options: { name }, ids }) =>
      ids.map((id) => ({ ...reference, id, stream: name, data: { id, version: 1 } })),
    );
    const now = { ...NOTHING_YET, references };
    expect(findFinalViolation(now, source)).toBeUndefined();
    expect(findFinalViolation({ ...now, references: references.slice(1) }, source)).toMatch(/in the store/);
    source.stream(EVENTS).edit(0);
    expect(findFinalViolation(now, source)).toMatch(/version 2 at the source/);
    expect(findFinalViolation({ ...now, unpublished: 1 }, provider())).toMatch(/never published/);
    expect(findFinalViolation({ ...now, triggers: [{ ...trigger, state: 'accepted' }] }, provider())).toMatch(
      /never answered/,
    );
    const slots = [0, 10, 30].map((minutes) => ({
      job: EVENTS,
      dueAt: new Date(minutes * 60_000).toISOString(),
    }));
    expect(findFinalViolation({ ...now, slots }, provider())).toMatch(/passed over/);
  });
});
