import { DEFAULT_TENANT } from '@evenkeel/domain';
import { packSeen } from '@evenkeel/adapter-postgres/testing';
import { executionClosed, listingEnded } from '@evenkeel/contracts-messages';
import { counts, someWrite } from '@evenkeel/conformance';
import { CoordinatorWorld, type AppliedPage } from './testing/coordinator-world.js';

const world = new CoordinatorWorld();
beforeEach(async () => void (await world.published()));
afterEach(async () => {
  world.windows = {};
  // What one test leaves to be read is not what the next one hands out.
  await world.database.reset();
});

const time = (value: string) => ({ kind: 'time', value }) as const;

/** An execution whose chunks were applied with these pages, told of the last of them. */
async function run(pages: readonly AppliedPage[], changes: Parameters<typeof world.begin>[1] = {}) {
  const { job, execution, chunks } = await world.begin(pages.length, changes);
  for (const [index, page] of pages.entries()) await world.apply(chunks[index]!.id, page);
  const message = {
    tenantId: DEFAULT_TENANT,
    executionId: execution.id,
    chunkId: chunks[0]?.id ?? '',
    pagesApplied: 1,
  };
  await world.onPageApplied().handle([message]);
  return { job, execution: await world.execution(execution.id), chunks, message };
}

describe('page-applied', () => {
  it('delivered twice changes nothing the second time', async () => {
    const { execution, message } = await run([{ outcomes: { created: 2 } }]);
    expect(await world.published()).toHaveLength(1);
    await world.onPageApplied().handle([message, message]);
    expect(await world.execution(execution.id)).toEqual(execution);
    expect(await world.published()).toEqual([]);
  });

  it('of the last chunk, delivered to two replicas at once, closes the execution once', async () => {
    const { execution, chunks } = await world.begin(1);
    await world.apply(chunks[0]!.id, { outcomes: { created: 2 } });
    const message = {
      tenantId: DEFAULT_TENANT,
      executionId: execution.id,
      chunkId: chunks[0]!.id,
      pagesApplied: 1,
    };
    await Promise.all([world.onPageApplied().handle([message]), world.onPageApplied().handle([message])]);
    expect(await world.published()).toEqual([
      {
        topic: executionClosed.topic,
        payload: { tenantId: DEFAULT_TENANT, executionId: execution.id, jobId: execution.jobId },
      },
    ]);
  });

  it('of a chunk among others makes room for the next', async () => {
    world.windows = { perConnection: 8 };
    const { execution, chunks } = await world.begin(9);
    expect((await world.chunkStates(execution.id)).at(-1)).toBe('planned');
    await world.apply(chunks[0]!.id, { outcomes: { created: 1 } });
    await world
      .onPageApplied()
      .handle([{ tenantId: DEFAULT_TENANT, executionId: execution.id, chunkId: '', pagesApplied: 1 }]);
    expect((await world.chunkStates(execution.id)).at(-1)).toBe('assigned');
    expect(await world.published()).toMatchObject([{ payload: { chunkId: chunks[8]!.id } }]);
    expect(await world.execution(execution.id)).toMatchObject({ status: 'running' });
  });
});

describe('a full run whose listing ended', () => {
  const page = [{ outcomes: { created: 2 } }];

  it('goes on until what is gone was judged, and asks for that again as often as it is looked at', async () => {
    const { execution, message } = await run(page, { isJudged: false });
    expect(execution).toMatchObject({ status: 'running', finishedAt: null });
    await world.onPageApplied().handle([message]);
    const asked = {
      topic: listingEnded.topic,
      payload: { tenantId: DEFAULT_TENANT, executionId: execution.id },
    };
    expect(await world.published()).toEqual([asked, asked]);
  });

  it('says in its receipt what was judged', async () => {
    const { execution } = await run(page);
    expect(await world.receipt(execution.id)).toMatchObject({
      closeOut: { complete: true, reason: null, candidates: 0, inactivated: 0, kept: { unproven: 0 } },
    });
  });

  it('is never green if a record that it has listed is inactive', async () => {
    const { job, execution, chunks } = await world.begin(1);
    const { stream, recordType } = job.definition;
    const set = { connectionId: job.connectionId, stream, recordType };
    const [id] = await world.tenant.transaction((tx) => tx.recordWrites.create(set, [someWrite('a')]));
    await world.apply(chunks[0]!.id, { outcomes: { created: 1 } });
    await world.database.rows(
      'update page_result set seen = array[$2::bigint] where chunk_id = $1 returning page_no',
      [chunks[0]!.id, packSeen({ referenceId: id!, outcome: 'created' })],
    );
    await world.database.rows(
      'update external_reference set inactive_at = now(), inactive_by = $2 where id = $1 returning id',
      [id, execution.id],
    );
    await world
      .onPageApplied()
      .handle([{ tenantId: DEFAULT_TENANT, executionId: execution.id, chunkId: '', pagesApplied: 1 }]);
    expect(await world.execution(execution.id)).toMatchObject({
      status: 'failed',
      reason: { kind: 'verification', message: '1 record is listed but inactive: a' },
    });
  });

  it.each([
    ['an incremental run', { scope: { kind: 'incremental', since: time('2026-11-01T12:00:00Z') } }],
    ['a run of named records', { lane: 'single', scope: { kind: 'single', externalIds: ['a'] } }],
    ['a run of what failed', { scope: { kind: 'partial', failureIds: ['1'] } }],
  ] as const)('is not what %s is: nothing is judged of it', async (_, changes) => {
    const { execution } = await run(page, { execution: changes, isJudged: false });
    expect(execution).toMatchObject({ status: 'completed' });
    expect(await world.receipt(execution.id)).toMatchObject({ closeOut: null });
  });
});

describe('an execution all of whose chunks were applied', () => {
  it('is completed if nothing failed, with a receipt of what its chunks counted', async () => {
    const { execution } = await run([
      { outcomes: { created: 2, unchanged: 1 } },
      { outcomes: { updated: 3, superseded: 1 } },
    ]);
    expect(execution).toMatchObject({ status: 'completed', phase: 'finalizing', reason: null, epoch: 1 });
    expect(execution.finishedAt).not.toBeNull();
    expect(await world.receipt(execution.id)).toMatchObject({
      fetched: 7,
      replayed: 0,
      outcomes: counts({ created: 2, unchanged: 1, updated: 3, superseded: 1 }),
      balanced: true,
    });
    expect(world.meter.of('executions_total', 'completed')).not.toEqual([]);
  });

  it('is completed if the provider had nothing', async () => {
    const { execution } = await run([{ outcomes: {} }]);
    expect(execution).toMatchObject({ status: 'completed' });
    expect(await world.receipt(execution.id)).toMatchObject({ fetched: 0, balanced: true });
  });

  it('is completed with errors if some records failed', async () => {
    const { execution } = await run([
      { outcomes: { created: 2 } },
      { outcomes: { rejected: 1, refused: 1 } },
    ]);
    expect(execution).toMatchObject({ status: 'completed_with_errors', reason: null });
    expect(await world.receipt(execution.id)).toMatchObject({ fetched: 4, balanced: true });
  });

  it('has failed if every record did', async () => {
    const { execution } = await run([{ outcomes: { rejected: 2 } }, { outcomes: { errored: 1 } }]);
    expect(execution).toMatchObject({ status: 'failed', reason: { kind: 'all_failed' } });
  });

  it.each([
    [
      'a chunk claims a record more than its pages gave',
      'update chunk set fetched = fetched + 1, created = created + 1',
    ],
    [
      'a chunk and its pages count an outcome differently',
      'update chunk set created = created - 1, updated = updated + 1',
    ],
    ['a record has no outcome', 'update chunk set created = created - 1'],
    [
      'a page is missing',
      'delete from page_result using chunk where chunk_id = chunk.id and execution_id = $1',
    ],
    [
      'pages do not follow each other',
      `update page_result set cursor_in = 'elsewhere' from chunk where chunk_id = chunk.id and execution_id = $1`,
    ],
  ])('is never green if %s', async (_, tamper) => {
    const { execution, chunks } = await world.begin(1);
    await world.apply(chunks[0]!.id, { outcomes: { created: 2 }, bound: time('2026-11-01T12:00:00.000Z') });
    const sql = tamper.startsWith('update chunk') ? `${tamper} where execution_id = $1` : tamper;
    await world.database.rows(sql, [execution.id]);
    await world
      .onPageApplied()
      .handle([{ tenantId: DEFAULT_TENANT, executionId: execution.id, chunkId: '', pagesApplied: 1 }]);
    expect(await world.execution(execution.id)).toMatchObject({
      status: 'failed',
      reason: { kind: 'verification', code: 'verification.unbalanced' },
    });
    expect(await world.receipt(execution.id)).toMatchObject({ balanced: false });
    expect(await world.tenant.transaction((tx) => tx.watermarks.find(execution.jobId))).toBeUndefined();
  });
});

describe('the watermark', () => {
  it('that is ahead of our clock moves back to what was read', async () => {
    const { execution, chunks, job } = await world.begin(1);
    await world.saveWatermark(job, time('2099-01-01T00:00:00.000Z'));
    await world.apply(chunks[0]!.id, page(late));
    await world
      .onPageApplied()
      .handle([
        { tenantId: DEFAULT_TENANT, executionId: execution.id, chunkId: chunks[0]!.id, pagesApplied: 1 },
      ]);
    expect(await world.watermark(job)).toEqual(late);
  });

  it('stays where an incremental listing that may shift named a record twice, and says so', async () => {
    const scope = { kind: 'incremental', since: early } as const;
    const { job, execution, chunks } = await world.begin(1, { execution: { scope }, isJudged: false });
    const { stream, recordType } = job.definition;
    const set = { connectionId: job.connectionId, stream, recordType };
    const [id] = await world.tenant.transaction((tx) => tx.recordWrites.create(set, [someWrite('a')]));
    await world.apply(chunks[0]!.id, { outcomes: { unchanged: 2 }, bound: late });
    const entry = packSeen({ referenceId: id!, outcome: 'unchanged' });
    await world.database.rows(
      'update page_result set seen = array[$2::bigint, $2::bigint] where chunk_id = $1 returning page_no',
      [chunks[0]!.id, entry],
    );
    await world
      .onPageApplied()
      .handle([{ tenantId: DEFAULT_TENANT, executionId: execution.id, chunkId: '', pagesApplied: 1 }]);
    expect(await world.execution(execution.id)).toMatchObject({ status: 'completed' });
    expect(await world.watermark(job)).toBeUndefined();
    const [chunk] = await world.tenant.transaction((tx) => tx.chunks.ofExecution(execution.id));
    expect(chunk).toMatchObject({ doubt: expect.stringContaining('"a" was listed twice') as string });
  });

  it('stays where something speaks against the listing having given everything', async () => {
    const { execution, chunks, job } = await world.begin(1);
    const { attempt } = await world.claim(chunks[0]!.id);
    await world.tenant.transaction((tx) =>
      tx.chunkLeases.doubt(chunks[0]!.id, attempt, 'the answer was partial'),
    );
    await world.tenant.transaction((tx) => tx.chunkLeases.release(chunks[0]!.id, attempt));
    await world.apply(chunks[0]!.id, { outcomes: { created: 1 }, bound: late });
    await world
      .onPageApplied()
      .handle([
        { tenantId: DEFAULT_TENANT, executionId: execution.id, chunkId: chunks[0]!.id, pagesApplied: 1 },
      ]);
    expect(await world.execution(execution.id)).toMatchObject({ status: 'completed' });
    expect(await world.watermark(job)).toBeUndefined();
  });

  const [early, late] = [time('2026-11-01T12:00:00.000Z'), time('2026-11-02T12:00:00.000Z')];
  const page = (bound: typeof early): AppliedPage => ({ outcomes: { created: 1 }, bound });

  it('moves to the earliest bound of the chunks of a completed execution', async () => {
    const { job } = await run([page(late), page(early)]);
    expect(await world.watermark(job)).toEqual(early);
  });

  it('moves past records that failed: each of them is kept as a failure', async () => {
    const { job } = await run([{ outcomes: { created: 1, rejected: 1 }, bound: late }]);
    expect(await world.watermark(job)).toEqual(late);
  });

  it('moves to the earliest bound of the slices that a stream was cut into', async () => {
    const { execution, chunks, job } = await world.begin(3);
    await world.database.rows(
      `update chunk set slice = '{"kind":"range","key":"immutable","label":"a part","range":{}}'
       where execution_id = $1 and ordinal > 0`,
      [execution.id],
    );
    for (const [index, bound] of [late, early, late].entries())
      await world.apply(chunks[index]!.id, page(bound));
    await world
      .onPageApplied()
      .handle([{ tenantId: DEFAULT_TENANT, executionId: execution.id, chunkId: '', pagesApplied: 1 }]);
    expect(await world.watermark(job)).toEqual(early);
  });

  it('stays where it is after an execution that failed', async () => {
    const { job } = await run([{ outcomes: { rejected: 1 }, bound: late }]);
    expect(await world.watermark(job)).toBeUndefined();
  });

  it('stays where it is after a run of named records', async () => {
    const { job } = await run([page(late)], { execution: { lane: 'single' } });
    expect(await world.watermark(job)).toBeUndefined();
  });

  it('moves as far as the listing was read, whatever was tried again beside it', async () => {
    const { execution, chunks, job } = await world.begin(2);
    await world.database.rows(
      `update chunk set slice = '{"kind":"failures","failureIds":["1"]}' where id = $1`,
      [chunks[1]!.id],
    );
    await world.apply(chunks[0]!.id, page(late));
    await world.apply(chunks[1]!.id, { outcomes: { created: 1 } });
    await world
      .onPageApplied()
      .handle([{ tenantId: DEFAULT_TENANT, executionId: execution.id, chunkId: '', pagesApplied: 1 }]);
    expect(await world.watermark(job)).toEqual(late);
  });

  it('stays where it is if a chunk does not know how far it came', async () => {
    const { job } = await run([page(late), { outcomes: { created: 1 } }]);
    expect(await world.watermark(job)).toBeUndefined();
  });

  it('stays where a person has set it since the execution began to read', async () => {
    const scope = { kind: 'incremental', since: late } as const;
    const { execution, chunks, job } = await world.begin(1, { execution: { scope } });
    await world.tenant.transaction((tx) => tx.watermarks.edit(job.id, early, 'ada'));
    await world.apply(chunks[0]!.id, page(time('2026-11-03T12:00:00.000Z')));
    await world
      .onPageApplied()
      .handle([{ tenantId: DEFAULT_TENANT, executionId: execution.id, chunkId: '', pagesApplied: 1 }]);
    expect(await world.execution(execution.id)).toMatchObject({ status: 'completed' });
    expect(await world.watermark(job)).toEqual(early);
  });

  it('never goes back', async () => {
    const { execution, chunks, job } = await world.begin(1);
    await world.tenant.transaction((tx) => tx.watermarks.save(job.id, late, execution.id));
    await world.apply(chunks[0]!.id, page(early));
    await world
      .onPageApplied()
      .handle([{ tenantId: DEFAULT_TENANT, executionId: execution.id, chunkId: '', pagesApplied: 1 }]);
    expect(await world.execution(execution.id)).toMatchObject({ status: 'completed' });
    expect(await world.watermark(job)).toEqual(late);
  });
});
