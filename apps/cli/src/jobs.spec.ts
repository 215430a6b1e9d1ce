import type { ExecutionSummary, ExecutionView, JobView, ListView } from '@evenkeel/contracts-admin';
import { startEngine } from './testing/start-engine.js';
import { typeIn, type Seen } from './testing/type-in.js';

const engine = startEngine();
const type = (given: string) => typeIn(given.split(' '), { url: engine.url });
const jsonOf = <T>({ out }: Seen) => JSON.parse(out) as T;
const add = (name: string, more = '') =>
  type(`jobs add ${name} --connection shop --stream ${name} --record-type ${name}${more}`);

beforeAll(async () => {
  await typeIn(['connections', 'add', 'shop', '--connector', 'simulator', '--settings', '-'], {
    url: engine.url,
    stdin: JSON.stringify({ baseUrl: engine.provider.url }),
  });
});

describe('a job', () => {
  it('is changed for its next run, and says what it is', async () => {
    await add('customers');
    const changed = await type('jobs change customers --mode full --every 900 --delete-percent 5');
    expect(changed).toMatchObject({ code: 0, out: expect.stringContaining('revision 2') as string });
    const again = await type('jobs change customers --mode full');
    expect(again.out).toBe('Nothing to do: job customers is so already (revision 2)');
    const shown = await type('jobs show customers');
    expect(shown.out).toMatch(/revision 2\nreads +customers of shop, full\n/);
    expect(shown.out).toMatch(/runs +every 900 s\n/);
    expect(shown.out).toMatch(/delete ceiling +the larger of 5 % and 100 records\n/);
    await type('jobs change customers --no-schedule');
    expect((await type('jobs show customers')).out).toMatch(/runs +on demand\n/);
  });

  it('is not changed by somebody who has seen an earlier revision, nor into another job', async () => {
    const late = await type('jobs change customers --mode incremental --revision 1');
    expect(late).toMatchObject({
      code: 1,
      err: expect.stringContaining('is at revision 3, not 1') as string,
    });
    expect(await type('jobs change customers')).toMatchObject({ code: 2 });
    expect((await type('jobs change customers --stream invoices')).err).toContain(
      "unknown option '--stream'",
    );
  });

  it('is removed with its run, and leaves its history and its name', async () => {
    expect((await type('run customers --watch')).code).toBe(0);
    engine.provider.control({ latencyMs: 2_000 });
    await type('run customers');
    while (!(await type('executions list')).out.includes('running'));
    const removed = await type('jobs remove customers');
    engine.provider.control({ latencyMs: 0 });
    expect(removed.out).toMatch(/^Removed job customers \([-0-9a-f]+\)\n {2}cancelled 1 of its runs\n/);
    expect((await type('jobs list')).out).toContain('No job yet');
    expect((await type('run customers')).err).toContain('Job customers was removed at');
    const runs = jsonOf<ListView<ExecutionSummary>>(await type('executions list --job customers --json'));
    expect(runs.items.map(({ status }) => status)).toEqual(['cancelled', 'completed']);
    const shown = await type(`executions show ${runs.items.at(-1)?.id}`);
    expect(shown.out).toContain('balanced: 1,000 fetched = 1,000 created');

    await add('customers', ' --mode full');
    const ran = jsonOf<ExecutionView>(await type('run customers --watch --json'));
    expect(ran.receipt).toMatchObject({ fetched: 1000, created: 0, balanced: true });
  });

  it('gives its references up where that is asked for', async () => {
    const removed = await type('jobs remove customers --detach --json');
    expect(removed).toMatchObject({ code: 0, out: expect.stringContaining('"dropping"') as string });
    // Its stream is free once they are gone.
    let added: Seen;
    do added = await add('customers');
    while (added.err.includes('are still being dropped'));
    expect(added.code).toBe(0);
    const ran = jsonOf<ExecutionView>(await type('run customers --watch --json'));
    expect(ran.receipt).toMatchObject({ fetched: 1000, created: 1000 });
  });
});

describe('a group', () => {
  it('is shown with its jobs in order before and after it ran', async () => {
    expect((await type('groups list')).out).toContain('No group yet');
    await add('invoices', ' --depends-on customers');
    const added = await type('groups add nightly --jobs invoices customers');
    expect(added.out).toContain('Added group nightly: customers, invoices\n');
    expect((await type('groups show nightly')).out).toContain('  invoices after customers');
    expect((await type('groups run nightly')).out).toContain('Group nightly runs');
    await expect(type('groups run nightly')).resolves.toMatchObject({ code: 1 });
    let shown: Seen;
    do shown = await type('groups show nightly');
    while (/status +running/.test(shown.out));
    expect(shown.out).toMatch(/status +completed/);
    expect(shown.out).toMatch(/customers +completed[^]*invoices +customers +completed/);
    expect((await type('groups list')).out).toMatch(/nightly +customers, invoices +completed/);
  });

  it('goes on without a job that is removed', async () => {
    const needed = await type('jobs remove customers');
    expect(needed.err).toContain('invoices depends on customers');
    await type('jobs change invoices --no-depends-on');
    await type('jobs remove customers');
    const { jobs } = jsonOf<{ jobs: readonly Pick<JobView, 'name'>[] }>(
      await type('groups show nightly --json'),
    );
    expect(jobs).toMatchObject([{ name: 'invoices' }]);
  });
});

describe('a schedule', () => {
  const change = (...given: string[]) =>
    typeIn(['jobs', 'change', 'scheduled', ...given], { url: engine.url });

  it('tells its next runs in its zone and in UTC, and what one may not expect', async () => {
    await typeIn(
      [
        ...['jobs', 'add', 'scheduled', '--connection', 'shop', '--stream', 'customers'],
        ...['--record-type', 'scheduled', '--cron', '0 6 1 * MON', '--time-zone', 'Asia/Kolkata'],
      ],
      { url: engine.url },
    );
    const { out } = await type('jobs next scheduled --count 3');
    const [head, ...lines] = out.split('\n');
    expect(head).toMatch(/^ASIA\/KOLKATA +UTC$/);
    expect(lines.slice(0, 3).every((line) => / 06:00:00 GMT\+5:30 +\S+ 00:30:00/.test(line))).toBe(true);
    expect(lines[3]).toContain('on each day that either of the two names');
    const shown = await type('jobs show scheduled');
    expect(shown.out).toMatch(/next runs +\S+ 00:30:00\S*, \S+ \S+ 06:00:00 GMT\+5:30 in Asia\/Kolkata\n/);
    const json = jsonOf<{ items: unknown[] }>(await type('jobs next scheduled --json'));
    expect(json.items).toHaveLength(5);
  });

  it('is changed a part at a time; what is not named stays', async () => {
    await change('--blackout', 'MON-FRI 08:00-18:00', '--blackout', '22:00-06:30 UTC', '--jitter', '0');
    await change('--every', '1h', '--anchor', '2026-11-30T00:20Z');
    await change('--misfire', 'skip', '--overlap-window', '20m');
    const job = jsonOf<JobView>(await type('jobs show scheduled --json'));
    expect(job).toMatchObject({ misfirePolicy: 'skip', overlapSeconds: 1_200 });
    expect(job.schedule).toEqual({
      ...{ kind: 'interval', everySeconds: 3_600, anchor: '2026-11-30T00:20Z', jitterSeconds: 0 },
      blackouts: [
        { from: '08:00', to: '18:00', days: ['MON', 'TUE', 'WED', 'THU', 'FRI'], timeZone: 'Asia/Kolkata' },
        { from: '22:00', to: '06:30', timeZone: 'UTC' },
      ],
    });
    const shown = await type('jobs show scheduled');
    expect(shown.out).toMatch(
      /not within +MON,TUE,WED,THU,FRI 08:00-18:00 Asia\/Kolkata\n +22:00-06:30 UTC\n/,
    );
    expect(shown.out).toMatch(/missed times +skip\nreads again +20 min before the last change/);
  });

  it('is paused apart from its job, which is told, and goes on', async () => {
    expect((await change('--pause-schedule')).code).toBe(0);
    expect((await type('jobs next scheduled')).out).toBe('The schedule is paused: nothing begins by it.');
    expect((await type('jobs list')).out).toContain('every 3600 s from 2026-11-30T00:20Z, paused');
    expect((await type('status')).out).toContain('jobs change scheduled --resume-schedule');
    expect((await change('--resume-schedule', '--no-blackout')).code).toBe(0);
    expect((await type('jobs next scheduled --count 1')).out).toMatch(/:20:00 GMT/);
    await change('--no-schedule');
    expect((await type('jobs next scheduled')).out).toContain('has no schedule');
  });

  it('is refused with the reason where it cannot be', async () => {
    expect((await change('--pause-schedule')).err).toContain('There is no schedule');
    expect((await change('--every', '1h', '--blackout', 'noon')).err).toContain('Give a stretch of the day');
    const always = await change('--every', '1h', '--blackout', '00:00-00:00');
    expect(always.err).toContain('leave no time in which a run could begin');
    await type('jobs remove scheduled');
  });
});

describe('a job that reads changes', () => {
  it('says how often it reads everything, and when it looked for deletions last', async () => {
    const what = '--connection shop --stream customers --record-type customers';
    await type(`jobs add orders ${what} --full-every 90m`);
    const before = await type('jobs show orders');
    expect(before.out).toMatch(/\ndeletions +not looked for yet\nfull run +every 90 min, due at \d{4}-/);
    expect((await type('run orders --watch')).code).toBe(0);
    const job = jsonOf<JobView>(await type('jobs show orders --json'));
    expect(job.fullEvery).toEqual({ everySeconds: 5_400 });
    const { deletionsLookedForAt, everySeconds, nextDueAt, note } = job.fullRuns;
    expect({ everySeconds, note }).toEqual({ everySeconds: 5_400, note: null });
    expect(deletionsLookedForAt).toBe(job.lastRun?.startedAt);
    expect(Date.parse(nextDueAt!) - Date.parse(job.lastRun!.finishedAt!)).toBe(5_400_000);
    const changed = await type('jobs change orders --full-every never');
    expect(changed.out).toContain('revision 2');
    const shown = await type('jobs show orders');
    expect(shown.out).toMatch(/\ndeletions +looked for at \d{4}-[^]+\nfull run +never by itself\n/);
    await type('jobs change orders --full-every default');
    expect((await type('jobs show orders')).out).toMatch(/\nfull run +every 24 h, due at /);
    await type('jobs change orders --mode full');
    expect((await type('jobs show orders')).out).not.toContain('full run');
    expect((await type('jobs change orders --full-every tomorrow')).err).toContain('Give a time like 90m');
  });
});
