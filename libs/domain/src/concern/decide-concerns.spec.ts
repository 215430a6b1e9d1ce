import type { Concern } from './concern.js';
import type { ConcernFacts, ConnectionOutlook, EngineOutlook, JobOutlook } from './concern-facts.js';
import type { DatabaseSigns } from './database-outlook.js';
import { decideConcerns } from './decide-concerns.js';

const now = new Date('2026-11-21T12:00:00Z');
const before = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

const quiet: EngineOutlook & { readonly signs: DatabaseSigns } = {
  control: { state: 'running', actor: null, changedAt: null },
  busAwaySince: null,
  stuckMessages: 0,
  database: {
    readOnlyBecause: null,
    connections: { used: 10, most: 97 },
    captureGaps: [],
    openTransactions: [],
    unfrozenTransactions: 1_000,
    outboxSince: null,
  },
  storage: { tables: [], slowStatements: [], budgetBytes: 1 },
  signs: { awaySince: null, answeredAt: null, refusal: null, disk: null },
};
const nothing: ConcernFacts = {
  ...{
    connections: [],
    jobs: [],
    approvals: [],
    plans: [],
    matches: [],
    stoppedDedupes: [],
    pushes: [],
    quarantined: [],
    conflicts: [],
    models: [],
    deadExecutions: [],
    deadRecords: [],
  },
  refusedDeliveries: [],
  deliveryDays: [],
  failingChannels: [],
  unreadTopics: [],
  rejectedMessages: [],
};
const shop: ConnectionOutlook = {
  name: 'shop',
  status: 'active',
  statusReason: null,
  control: 'running',
  heldBy: null,
  heldSince: null,
  pausedUntil: null,
  pausedFor: null,
  isBreakerOpen: false,
};
const orders: JobOutlook = {
  name: 'orders',
  connection: 'shop',
  stream: 'orders',
  freshnessTargetMinutes: null,
  schedule: { kind: 'interval', everySeconds: 600 },
  createdAt: before(600),
  succeededAt: before(5),
  latest: null,
};
const ended = (
  status: 'completed' | 'failed' | 'timed_out' | 'cancelled',
  more = {},
): JobOutlook['latest'] => ({
  ...{ id: 'e1', status, finishedAt: before(3), reason: null, nextAttemptAt: null },
  ...more,
});

const decide = (facts: Partial<ConcernFacts>, engine = quiet): readonly Concern[] =>
  decideConcerns(engine, { ...nothing, ...facts }, now);
const kindsOf = (concerns: readonly Concern[]) => concerns.map(({ kind }) => kind);

describe('decideConcerns', () => {
  it('finds nothing where everything runs', () => {
    const latest = ended('completed');
    expect(decide({ connections: [shop], jobs: [{ ...orders, latest }] })).toEqual([]);
  });

  describe('of the engine', () => {
    it('tells who holds it and since when', () => {
      const control = { state: 'paused', actor: 'ada', changedAt: before(9) } as const;
      expect(decide({}, { ...quiet, control })).toEqual([
        {
          ...{ kind: 'engine_held', about: null, id: null, count: 1, since: before(9) },
          message: 'The engine is paused by ada',
        },
      ]);
    });

    it('tells that the bus is away before everything else, and how many messages are stuck', () => {
      const concerns = decide(
        { connections: [{ ...shop, status: 'needs_attention' }] },
        { ...quiet, busAwaySince: before(1), stuckMessages: 4 },
      );
      expect(concerns.map(({ kind, count, since }) => [kind, count, since])).toEqual([
        ['bus_away', 1, before(1)],
        ['messages_stuck', 4, null],
        ['connection_needs_attention', 1, null],
      ]);
    });
  });

  describe('of a connection', () => {
    it('tells why it needs attention', () => {
      const concerns = decide({
        connections: [{ ...shop, status: 'needs_attention', statusReason: 'HTTP 401: no such key' }],
      });
      expect(concerns).toEqual([
        {
          ...{ kind: 'connection_needs_attention', about: 'shop', id: null, count: 1, since: null },
          message: 'HTTP 401: no such key',
        },
      ]);
    });

    it('tells who stopped it', () => {
      const [held] = decide({
        connections: [{ ...shop, control: 'stopped', heldBy: 'ada', heldSince: before(7) }],
      });
      expect(held).toMatchObject({
        kind: 'connection_held',
        since: before(7),
        message: 'It is stopped by ada',
      });
    });

    it.each([
      [60_000, []],
      [60_001, ['provider_paused']],
    ])('tells of a pause that lasts %d ms more: %j', (ms, kinds) => {
      const pausedUntil = new Date(now.getTime() + ms);
      expect(kindsOf(decide({ connections: [{ ...shop, pausedUntil }] }))).toEqual(kinds);
    });

    it('says of a pause what the provider said, else until when', () => {
      const pausedUntil = new Date('2026-11-21T13:00:00Z');
      const messageOf = (pausedFor: string | null) =>
        decide({ connections: [{ ...shop, pausedUntil, pausedFor }] })[0]?.message;
      expect(messageOf('429, Retry-After')).toBe('429, Retry-After');
      expect(messageOf(null)).toBe('It is not called before 2026-11-21T13:00:00.000Z');
    });

    it('tells that it is left alone because its provider fails', () => {
      expect(kindsOf(decide({ connections: [{ ...shop, isBreakerOpen: true }] }))).toEqual([
        'provider_failing',
      ]);
    });
  });

  it('tells which webhook refuses deliveries, since when and why', () => {
    const refused = { connection: 'shop', stream: 'orders', since: before(8), why: 'The signature is wrong' };
    expect(decide({ connections: [shop], refusedDeliveries: [refused] })).toEqual([
      {
        ...{ kind: 'deliveries_refused', about: 'shop', id: null, count: 1, since: before(8) },
        message: 'Deliveries to the webhook of orders are refused: The signature is wrong',
      },
    ]);
  });

  describe('of decisions that wait', () => {
    it('tells each approval with its id and how many records it is about', () => {
      const approvals = [
        { id: 'a1', job: 'orders', cause: 'not_listed' as const, candidates: 300, requestedAt: before(60) },
      ];
      expect(decide({ approvals })).toEqual([
        {
          ...{ kind: 'approval_waiting', about: 'orders', id: 'a1', count: 300, since: before(60) },
          message: 'These records would become inactive, more than may without asking',
        },
      ]);
    });

    it('tells how many records of a type may be one', () => {
      const matches = [{ recordType: 'person', count: 4, since: before(9) }];
      expect(decide({ matches })).toEqual([
        {
          ...{ kind: 'matches_waiting', about: 'person', id: null, count: 4, since: before(9) },
          message: 'Records of this type may be one: a person decides',
        },
      ]);
    });

    it('tells of a dedupe run that is paused or failed, and why', () => {
      const stoppedDedupes = [
        { runId: 'd1', recordType: 'person', problem: 'The match rules have changed', since: before(9) },
        { runId: 'd2', recordType: 'firm', problem: null, since: null },
      ];
      const about = decide({ stoppedDedupes }).map(({ kind, about, id, message }) => [
        kind,
        about,
        id,
        message,
      ]);
      expect(about).toEqual([
        [
          'dedupe_stopped',
          'firm',
          'd2',
          'A dedupe run of this type is paused: it goes on when it is resumed',
        ],
        [
          ...['dedupe_stopped', 'person', 'd1'],
          'The last dedupe run of this type failed: The match rules have changed',
        ],
      ]);
    });

    it('tells until when a plan can be approved', () => {
      const plans = [{ executionId: 'e7', job: 'orders', madeAt: before(2), expiresAt: before(-60) }];
      expect(decide({ plans })).toEqual([
        {
          ...{ kind: 'plan_waiting', about: 'orders', id: 'e7', count: 1, since: before(2) },
          message: 'A plan waits to be approved until 2026-11-21T13:00:00.000Z',
        },
      ]);
    });
  });

  it('comes by kind, within it the oldest first, and what has no time before it as it was found', () => {
    const approval = (id: string, minutes: number) => ({
      ...{ id, job: 'orders', cause: 'not_listed' as const, candidates: 1, requestedAt: before(minutes) },
    });
    const failing = (name: string) => ({ ...shop, name, isBreakerOpen: true });
    const concerns = decide({
      approvals: [approval('a1', 5), approval('a2', 50)],
      connections: [failing('b'), failing('a')],
    });
    expect(concerns.map(({ about, id }) => id ?? about)).toEqual(['b', 'a', 'a2', 'a1']);
  });

  describe('of a job', () => {
    it.each(['failed', 'timed_out'] as const)('tells that its last run ended %s, and why', (status) => {
      const reason = {
        kind: 'transient',
        code: null,
        message: 'It could not be reached',
        remedy: null,
      } as const;
      const [failing] = decide({ jobs: [{ ...orders, latest: ended(status, { reason }) }] });
      expect(failing).toEqual({
        ...{ kind: 'job_failing', about: 'orders', id: 'e1', count: 1, since: before(3) },
        message: 'It could not be reached',
      });
    });

    it('names the stream whose new shape stopped it, which a person accepts', () => {
      const reason = { kind: 'schema_changed', code: null, message: 'zip is new', remedy: null } as const;
      expect(decide({ jobs: [{ ...orders, latest: ended('failed', { reason }) }] })).toEqual([
        {
          ...{
            kind: 'schema_changed',
            about: 'shop',
            stream: 'orders',
            id: 'e1',
            count: 1,
            since: before(3),
          },
          message: 'Job orders has stopped: zip is new',
        },
      ]);
    });

    it('says when a failed run is tried again, and how it ended where no reason is known', () => {
      const latest = ended('failed', { nextAttemptAt: new Date('2026-11-21T12:01:00Z') });
      expect(decide({ jobs: [{ ...orders, latest }] })[0]?.message).toBe(
        'Its last run ended failed; it is tried again at 2026-11-21T12:01:00.000Z',
      );
    });

    it('says nothing of a run that a person cancelled', () => {
      expect(decide({ jobs: [{ ...orders, latest: ended('cancelled') }] })).toEqual([]);
    });

    it.each([
      [9, []],
      [11, ['job_stale']],
    ])('that should run every ten minutes and last succeeded %d minutes ago: %j', (minutes, kinds) => {
      const jobs = [{ ...orders, succeededAt: before(minutes), latest: ended('completed') }];
      expect(kindsOf(decide({ jobs }))).toEqual(kinds);
    });

    it.each([
      [4.9, []],
      [5, ['job_stale']],
    ])('that should run every second and last succeeded %d minutes ago: %j', (minutes, kinds) => {
      const schedule = { kind: 'interval', everySeconds: 1 } as const;
      expect(kindsOf(decide({ jobs: [{ ...orders, schedule, succeededAt: before(minutes) }] }))).toEqual(
        kinds,
      );
    });

    it('counts from its creation where it has never succeeded', () => {
      const [stale] = decide({ jobs: [{ ...orders, succeededAt: null }] });
      expect(stale).toEqual({
        ...{ kind: 'job_stale', about: 'orders', id: null, count: 1, since: before(600) },
        message: 'It has never succeeded',
      });
    });

    it('names its last run where that is long ago', () => {
      const [stale] = decide({ jobs: [{ ...orders, succeededAt: before(90), latest: ended('completed') }] });
      expect(stale).toMatchObject({ id: 'e1', message: 'It last succeeded at 2026-11-21T10:30:00.000Z' });
    });

    it('is never stale without a schedule, nor before its second slot', () => {
      const yearly = { kind: 'cron', expression: '0 0 0 1 1 *', timeZone: 'UTC' } as const;
      const jobs = [
        { ...orders, schedule: null, succeededAt: null },
        { ...orders, schedule: yearly, succeededAt: before(500) },
      ];
      expect(decide({ jobs })).toEqual([]);
    });

    it('is not stale while its schedule is paused, which is told', () => {
      const schedule = { kind: 'interval', everySeconds: 600, paused: true } as const;
      expect(decide({ jobs: [{ ...orders, schedule, succeededAt: before(90) }] })).toEqual([
        {
          ...{ kind: 'schedule_paused', about: 'orders', id: null, count: 1, since: null },
          message: 'Its schedule is paused: it runs on demand only',
        },
      ]);
    });

    it('is not stale before a blackout of its schedule has ended', () => {
      const dark = (to: string) => ({
        ...({ kind: 'interval', everySeconds: 600 } as const),
        blackouts: [{ from: '10:00', to, timeZone: 'UTC' }],
      });
      const kinds = (to: string) =>
        kindsOf(decide({ jobs: [{ ...orders, schedule: dark(to), succeededAt: before(90) }] }));
      expect(kinds('12:30')).toEqual([]);
      expect(kinds('11:30')).toEqual(['job_stale']);
    });

    it('says nothing of staleness where its connection is kept, for that is told', () => {
      const stale = { ...orders, succeededAt: before(90) };
      const connections = [{ ...shop, control: 'paused', heldBy: 'ada' } as const];
      expect(kindsOf(decide({ jobs: [stale, { ...stale, connection: 'other' }], connections }))).toEqual([
        'connection_held',
        'job_stale',
      ]);
    });
  });

  describe('of what is dead', () => {
    const dead = { job: 'orders', count: 1, id: 'e1', finishedAt: before(3) };

    it('tells executions but the one that is told as the failing job', () => {
      const jobs = [{ ...orders, latest: ended('failed') }];
      expect(kindsOf(decide({ jobs, deadExecutions: [dead] }))).toEqual(['job_failing']);
      expect(kindsOf(decide({ jobs, deadExecutions: [{ ...dead, count: 2 }] }))).toEqual([
        'job_failing',
        'execution_dead',
      ]);
      expect(decide({ deadExecutions: [dead] })).toMatchObject([{ id: 'e1', count: 1, since: before(3) }]);
    });

    it('tells records by cause, the oldest cause first', () => {
      const cause = (example: string, minutes: number) => ({
        ...{ job: 'orders', count: 3, example, since: before(minutes) },
      });
      const concerns = decide({ deadRecords: [cause('email is no text', 5), cause('no id', 50)] });
      expect(concerns.map(({ kind, message, count }) => [kind, message, count])).toEqual([
        ['records_dead', 'no id', 3],
        ['records_dead', 'email is no text', 3],
      ]);
    });
  });
});
