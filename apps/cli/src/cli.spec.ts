import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { API_PREFIX, OPERATIONS, type ExecutionView } from '@evenkeel/contracts-admin';
import { startEngine } from './testing/start-engine.js';
import { typeIn, type Seen, type Typing } from './testing/type-in.js';

const engine = startEngine();
const type = (given: string, typing: Partial<Typing> = {}) =>
  typeIn(given.split(' '), { url: engine.url, ...typing });
const jsonOf = <T>({ out }: Seen) => JSON.parse(out) as T;
const lastExecution = async (job: string) =>
  jsonOf<{ items: { id: string; status: string }[] }>(await type(`executions list --job ${job} --json`))
    .items[0]!;

const until = async (isSo: () => Promise<boolean>) => {
  const endMs = performance.now() + 10_000;
  while (!(await isSo())) {
    expect(performance.now()).toBeLessThan(endMs);
    await sleep(50);
  }
};

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-cli-'));
  const settings = JSON.stringify({ baseUrl: engine.provider.url });
  const added = await typeIn(['connections', 'add', 'shop', '--connector', 'simulator', '--settings', '-'], {
    url: engine.url,
    stdin: settings,
  });
  expect(added).toMatchObject({ code: 0, err: '' });
  const job = 'jobs add customers --connection shop --stream customers --record-type customer --mode full';
  expect(await type(job)).toMatchObject({ code: 0 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => void engine.provider.control({ latencyMs: 0, faults: '' }));

describe('run', () => {
  it('watches a run to its end and shows a receipt that balances', async () => {
    const seen = await type('run customers --watch');
    expect(seen).toMatchObject({ code: 0 });
    expect(seen.out).toMatch(/^customers: completed in [\d.]+ s\n/);
    expect(seen.out).toMatch(/fetched +1,000\n/);
    expect(seen.out).toContain('balanced: 1,000 fetched = 1,000 created');
  });

  it('shows the second run of the same records as unchanged, as one JSON document', async () => {
    const seen = await type('run customers --watch --json');
    expect(jsonOf<ExecutionView>(seen)).toMatchObject({
      status: 'completed',
      ended: true,
      receipt: { fetched: 1000, skipped: 1000, created: 0, balanced: true, outcomes: { unchanged: 1000 } },
    });
    expect(seen).toMatchObject({ code: 0, err: '', drawn: [] });
  });

  it('shows movement within a second, drawn over itself on a terminal', async () => {
    engine.provider.control({ latencyMs: 150 });
    const startedMs = performance.now();
    let movedMs = Infinity;
    const onMovement = (line: string) => {
      if (/^(fetching|applying)/.test(line)) movedMs = Math.min(movedMs, performance.now() - startedMs);
    };
    const seen = await type('run customers --watch', { interactive: true, onMovement });
    expect(movedMs).toBeLessThan(1000);
    expect(seen.err).toBe('');
    expect(seen.drawn.length).toBeGreaterThan(3);
    // On a slow machine it may say as well what it waits for.
    expect(seen.drawn.findLast((line) => !line.includes('waits for'))).toMatch(
      /^(fetching|applying) +[\d,]+\/\? records +[\d,]+\/s +[\d.]+ s$/,
    );
    const processed = seen.drawn.flatMap(
      (line) => /([\d,]+)\/\? records/.exec(line)?.[1]?.replace(',', '') ?? [],
    );
    expect(processed.map(Number)).toEqual(processed.map(Number).toSorted((a, b) => a - b));
  });

  it('writes plain lines where nobody watches', async () => {
    engine.provider.control({ latencyMs: 150 });
    const seen = await type('run customers --watch');
    expect(seen.drawn).toEqual([]);
    expect(seen.err).toMatch(/^fetching +[\d,]+\/\? records/);
  });

  it('only asks when it is not told to watch', async () => {
    const seen = await type('run customers');
    expect(seen).toMatchObject({ code: 0 });
    const [, trigger = ''] = /evenkeel executions watch ([\da-f-]{36})/.exec(seen.out) ?? [];
    const watched = await type(`executions watch ${trigger}`);
    expect(watched).toMatchObject({ code: 0 });
    expect(watched.out).toContain('customers: completed in');
    expect((await type(`executions show ${trigger}`)).out).toMatch(/^status +completed$/m);
  });

  it('waits without a display where it is told to, and says how it ended', async () => {
    engine.provider.control({ latencyMs: 50 });
    const seen = await type('run customers --wait', { interactive: true });
    expect(seen).toMatchObject({ code: 0, err: '', drawn: [] });
    expect(seen.out).toContain('customers: completed in');
  });

  it('says at once in JSON what was accepted, and how to watch it', async () => {
    const seen = await type('run customers --json');
    const { id, watch } = jsonOf<{ id: string; watch: { trigger: string; command: string } }>(seen);
    expect(watch).toEqual({
      trigger: `${API_PREFIX}${OPERATIONS.showTrigger.path.replace(':trigger', id)}`,
      command: `evenkeel executions watch ${id}`,
    });
    expect(await type(`executions watch ${id}`)).toMatchObject({ code: 0 });
  });

  it('reads only the records that are named, and fails when one of them is gone', async () => {
    const seen = await type('run customers --id cus_00000001 nobody --watch');
    expect(seen.code).toBe(1);
    expect(seen.out).toContain('completed with errors');
    expect(seen.out).toContain('balanced: 2 fetched = 1 unchanged + 1 refused');
    expect(seen.out).toContain('nobody refused: ');
    expect(seen.out).toMatch(/remedy: \w/);
  });

  it('reads a record again that the provider failed at, and tells so', async () => {
    const settings = ['--settings', JSON.stringify({ baseUrl: engine.provider.url })];
    const once = ['--retry', '{"maxAttempts":1}'];
    await typeIn(['connections', 'add', 'patchy', '--connector', 'simulator', ...settings, ...once], {
      url: engine.url,
    });
    await type('jobs add patchy --connection patchy --stream customers --record-type customer');
    engine.provider.control({ faults: 'server-error:status=503:times=1' });
    const seen = await type('run patchy --id cus_00000001 --watch');
    expect(seen).toMatchObject({ code: 0 });
    expect(seen.out).toContain('balanced: 1 fetched + 1 replayed = 1 created + 1 retried');
    const id = /execution (\S+)/.exec(seen.out)?.[1];
    expect((await type(`executions errors ${id}`)).out).toMatch(/cus_00000001 +transient +1 +yes +.*503/);
    expect((await type('dlq list --job patchy')).out).not.toContain('cus_00000001');
  });

  it('keeps what could not be applied where `dlq` shows it', async () => {
    const seen = await type('dlq list --job customers');
    expect(seen.out).toMatch(/customers +nobody +retrying +1 .*provider\.record_gone/);
    const listed = await type('executions list --job customers --limit 1 --json');
    const [run] = jsonOf<{ items: { id: string }[] }>(listed).items;
    const errors = await type(`executions errors ${run!.id}`);
    expect(errors.out).toMatch(/fetching +nobody +business +1 +no +.*provider\.record_gone/);
    const [failure] = jsonOf<{ items: { id: string; group: string }[] }>(await type('dlq list --json')).items;
    const shown = await type(`dlq show ${failure!.id}`);
    expect(shown.out).toMatch(/remedy +\w/);
    expect(shown.out).toMatch(/history\n.*failed: /);
    const groups = await type('dlq groups --job customers');
    expect(groups.out).toContain(failure!.group);
    expect((await type('dlq list --state dead')).out).toBe('No failure is dead');
  });

  it('tries again what failed, replays what was edited, and leaves alone what was discarded', async () => {
    const [failure] = jsonOf<{ items: { id: string }[] }>(
      await type('dlq list --job customers --json'),
    ).items;
    const { id } = failure!;
    const retried = await type(`dlq retry ${id} --watch`);
    expect(retried.code).toBe(1);
    expect(retried.out).toContain('balanced: 1 fetched = 1 refused');
    expect((await type('run customers --partial --watch')).out).toContain('1 refused');
    expect((await type(`dlq show ${id}`)).out).toMatch(/dead, failed in 3 executions[^]*retried by cli:/);
    const edited = await typeIn(['dlq', 'edit', id, '--payload', '-', '--watch'], {
      url: engine.url,
      stdin: '{"id":"nobody","name":"Nobody"}',
    });
    expect(edited.out).toContain('balanced: 0 fetched + 1 replayed = 1 created');
    expect(edited.code).toBe(0);
    expect((await type(`dlq show ${id}`)).out).toMatch(/resolved[^]*edited by cli:[^]*applied, execution/);
    expect((await type(`dlq discard ${id} --reason gone`)).err).toContain('is resolved');
    expect((await type('dlq retry')).code).toBe(2);
    expect((await type('dlq list')).out).toBe('No failure is open');
  });

  it('makes one run of two requests with one key', async () => {
    const ids = [];
    for (let i = 0; i < 2; i++) {
      const seen = await type('run customers --idempotency-key same --json');
      ids.push(jsonOf<{ id: string }>(seen).id);
    }
    expect(ids[0]).toBe(ids[1]);
  });

  it('is not made of a stream that there is not, and says which there are', async () => {
    const seen = await type('jobs add slip --connection shop --stream custmers --record-type thing');
    expect(seen).toMatchObject({ code: 2, out: '' });
    expect(seen.err).toMatch(/no stream "custmers", only: customers, devices, invoices/);
  });

  it('says so where its stream cannot be asked for changes', async () => {
    const settings = JSON.stringify({ baseUrl: 'http://127.0.0.1:9', streams: { all: { path: '/' } } });
    await typeIn(['connections', 'add', 'plain', '--connector', 'rest', '--settings', settings], {
      url: engine.url,
    });
    const add = 'jobs add plain --connection plain --stream all --record-type thing';
    expect((await type(add)).out).toContain(
      'the stream all cannot be asked for changes: each run reads everything',
    );
    await type('jobs remove plain');
    expect((await type(`${add} --mode full`)).out).not.toContain('cannot be asked for changes');
  });

  it('fails with the reason and the remedy when the run fails', async () => {
    const settingsOf = (stream: string) =>
      JSON.stringify({ baseUrl: 'http://127.0.0.1:9', streams: { [stream]: { path: '/' } } });
    const add = ['connections', 'add', 'moving', '--connector', 'rest', '--settings'];
    await typeIn([...add, settingsOf('nowhere')], { url: engine.url });
    await type('jobs add lost --connection moving --stream nowhere --record-type thing');
    const change = ['connections', 'change', 'moving', '--settings'];
    await typeIn([...change, settingsOf('elsewhere')], { url: engine.url });
    const seen = await type('run lost --watch');
    expect(seen.code).toBe(1);
    expect(seen.out).toContain('lost: failed');
    expect(seen.out).toMatch(/reason: .*nowhere.*config\.unknown_stream/);
    expect(seen.out).toMatch(/remedy: \w/);
  });

  it('lets go of a run on Ctrl-C without stopping it', async () => {
    engine.provider.control({ latencyMs: 100 });
    const interruption = new AbortController();
    const seen = await type('run customers --watch', {
      interrupted: interruption.signal,
      onMovement: () => interruption.abort(),
    });
    expect(seen.code).toBe(130);
    expect(seen.err).toContain('the run itself goes on');
    expect(['queued', 'running']).toContain((await lastExecution('customers')).status);
    await type('run customers --watch');
  });
});

describe('cancel and resume', () => {
  it('stops a run, twice without harm, and goes on from where it was', async () => {
    await type(
      'jobs add devices --connection shop --stream devices --record-type device --mode full --page-size 50',
    );
    engine.provider.control({ latencyMs: 100 });
    let cancelling: Promise<Seen> | undefined;
    const watched = await type('run devices --watch', {
      interactive: true,
      onMovement: (line) => {
        if (!/[1-9]\d*\/\? records/.test(line)) return;
        cancelling ??= lastExecution('devices').then(({ id }) => type(`cancel ${id} --json`));
      },
    });
    expect(watched.code).toBe(1);
    expect(watched.out).toContain('devices: cancelled');
    const cancelled = jsonOf<ExecutionView>(await cancelling!);
    expect(cancelled).toMatchObject({ status: 'cancelled', receipt: { balanced: true } });
    const applied = cancelled.receipt.fetched;
    expect(applied).toBeGreaterThan(0);
    expect(applied).toBeLessThan(1000);

    const again = await type(`cancel ${cancelled.id}`);
    expect(again).toMatchObject({ code: 0 });
    expect(again.out).toContain(`evenkeel resume ${cancelled.id}`);
    expect(jsonOf<ExecutionView>(await type(`executions show ${cancelled.id} --json`)).receipt.fetched).toBe(
      applied,
    );

    engine.provider.control({ latencyMs: 0 });
    const resumed = jsonOf<ExecutionView>(await type(`resume ${cancelled.id} --watch --json`));
    expect(resumed).toMatchObject({
      status: 'completed',
      receipt: { fetched: 1000, created: 1000, balanced: true },
    });
    const refused = await type(`resume ${cancelled.id}`);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toMatch(/completed cannot be resumed\n {2}remedy: /);
  });
});

describe('connections', () => {
  it('checks one, and says what to do when the provider does not answer', async () => {
    expect(await type('connections check shop')).toMatchObject({ code: 0 });
    const settings = join(folder, 'settings.json');
    writeFileSync(settings, JSON.stringify({ baseUrl: 'http://127.0.0.1:1' }));
    await type(`connections add nobody --connector simulator --settings ${settings}`);
    const seen = await type('connections check nobody');
    expect(seen.code).toBe(1);
    expect(seen.out).toMatch(/provider\.unreachable\)\n {2}remedy: /);
    const corrected = join(folder, 'corrected.json');
    writeFileSync(corrected, JSON.stringify({ baseUrl: engine.provider.url }));
    expect(await type(`connections change nobody --settings ${corrected}`)).toMatchObject({ code: 0 });
    expect(await type('connections check nobody')).toMatchObject({ code: 0 });
  }, 20_000);

  it('warns when credentials are given where others can read them', async () => {
    const given = ['connections', 'add', 'open', '--connector', 'simulator', '--settings'];
    const settings = JSON.stringify({ baseUrl: engine.provider.url });
    const seen = await typeIn([...given, settings, '--credentials', '{"token":"tok-secret-7"}'], {
      url: engine.url,
    });
    expect(seen.code).toBe(0);
    expect(seen.err).toContain('prefer a file');
    expect(seen.out + seen.err).not.toContain('tok-secret-7');
  });

  it('keeps what the provider allows, and shows what of it is used', async () => {
    const change = ['connections', 'change', 'shop', '--quota'];
    const given = JSON.stringify({ rate: { calls: 600, perSeconds: 60 }, concurrency: 8 });
    expect(await typeIn([...change, given], { url: engine.url })).toMatchObject({ code: 0 });
    await type('connections check shop');
    const seen = await type('connections quota shop');
    expect(seen.out).toMatch(/rate +[1-9]\d* of 600 calls in 60 s, 180 kept for real-time and manual work/);
    // A call is given back with the next look at the ledger, not at the moment its answer is there.
    await until(async () => /concurrency +0 of 8 /.test((await type('connections quota shop')).out));
    expect(seen.out).toMatch(/calls +are made/);
    expect(await type('connections change shop --quota null')).toMatchObject({ code: 0 });
    expect((await type('connections quota shop')).out).toMatch(/quota +none/);
    expect((await typeIn([...change, '{}'], { url: engine.url })).code).toBe(2);
  });

  it('lists them, their streams, and opens webhook addresses', async () => {
    expect((await type('connections list')).out).toMatch(/^NAME +CONNECTOR +STATUS/);
    expect((await type('connections streams shop')).out).toMatch(/customers +yes +yes/);
    const webhook = await type('webhooks add shop --stream customers --id-path data.id');
    expect(webhook.out).toMatch(/path +\/hooks\/[\w-]+/);
    const listed = (await type('webhooks list shop')).out;
    expect(listed).toMatch(
      /^STREAM +SCHEME +ID PATH +OPENED +LAST DELIVERY +ID\ncustomers +detect +data\.id +\d{4}-/,
    );
    const [id = ''] = /[\da-f-]{36}/.exec(listed) ?? [];
    expect((await type(`webhooks remove ${id}`)).out).toContain('Closed the webhook of customers');
    expect((await type('webhooks list shop')).out).toContain('No open webhook');
  });

  it('says which of several id paths goes through another list, and what to write instead', async () => {
    const paths = '--id-path events.*.id --id-path rows.*.day';
    const webhook = await type(`webhooks add shop --stream customers ${paths}`);
    expect(webhook).toMatchObject({ code: 2, out: '' });
    expect(webhook.err).toMatch(
      /idPath\[1\].*goes through another list.*let all paths go through the lists of/s,
    );
  });
});

describe('jobs, executions and records', () => {
  it('shows what there is, cut to the width of the terminal', async () => {
    const schedule = ['--cron', '*/5 * * * *', '--time-zone', 'Europe/Berlin', '--webhook'];
    const job = [
      'jobs',
      'add',
      'planned',
      '--connection',
      'shop',
      '--stream',
      'invoices',
      '--record-type',
      'invoice',
    ];
    expect(await typeIn([...job, ...schedule], { url: engine.url })).toMatchObject({ code: 0 });
    expect((await type('jobs list')).out).toContain('*/5 * * * * Europe/Berlin, webhook');
    expect((await type('executions list --limit 2')).out.split('\n')).toHaveLength(4);
    const records = await type('records list customer --limit 3', { columns: 100 });
    expect(
      records.out
        .split('\n')
        .slice(0, 4)
        .every((line) => line.length <= 100),
    ).toBe(true);
    expect(records.out).toContain('more with --cursor ');
  });

  it('goes on with a list where it ended', async () => {
    const first = jsonOf<{ next: string }>(await type('records list customer --limit 400 --json'));
    const rest = await type(`records list customer --limit 500 --cursor ${first.next} --json`);
    expect(jsonOf<{ items: unknown[] }>(rest).items).toHaveLength(500);
  });

  it('shows one record, where it came from and what happened to it', async () => {
    const found = await type('records list customer --external-id cus_00000007 --json');
    const [record] = jsonOf<{ items: { id: string }[] }>(found).items;
    const shown = await type(`records show ${record!.id}`);
    expect(shown.out).toContain('cus_00000007 in shop/customers');
    expect(shown.out).toMatch(
      /what happened, the newest first\n {2}\S+ \S+Z {2}created, version 1, job customers \(revision 1\), execution \S+$/,
    );
    expect((await type('records show customer cus_00000007')).out).toBe(shown.out);
    const none = await type('records show customer cus_none');
    expect(none).toMatchObject({ code: 2 });
    expect(none.err).toContain('No record of type customer has the external id cus_none');
  });

  it('shows an execution with its chunks', async () => {
    const { id } = await lastExecution('customers');
    const shown = await type(`executions show ${id}`);
    expect(shown.out).toContain(`execution  ${id}`);
    expect(shown.out).toMatch(/CHUNK +STATE +SLICE/);
  });

  it('names the rule of a mapping that does not fit', async () => {
    const mapping = join(folder, 'mapping.json');
    writeFileSync(mapping, JSON.stringify([{ source: 'name', target: 'name', transforms: ['explode'] }]));
    const seen = await type(
      `jobs add odd --connection shop --stream invoices --record-type other --mapping ${mapping}`,
    );
    expect(seen).toMatchObject({ code: 2, out: '' });
    expect(seen.err).toMatch(/mapping\[0\]\.transforms\[0\].*\n {2}remedy: /);
  });
});

describe('doctor', () => {
  it('finds everything in place', async () => {
    const seen = await type('doctor');
    for (const name of ['node', 'admin API', 'database', 'reconciler', 'ingestion'])
      expect(seen.out).toMatch(new RegExp(`^ok +${name}`, 'm'));
  });

  it('says what to do when nobody answers', async () => {
    const seen = await type('doctor --json', { url: 'http://127.0.0.1:9' });
    expect(seen.code).toBe(1);
    expect(jsonOf<{ findings: object[] }>(seen).findings).toContainEqual(
      expect.objectContaining({
        name: 'admin API',
        ok: false,
        remedy: expect.stringContaining('evenkeel up') as string,
      }),
    );
  });
});

describe('watermark', () => {
  it('is shown, exported, set back, cleared, and keeps its history', async () => {
    expect((await type('run customers --watch')).code).toBe(0);
    const shown = await type('watermark show customers');
    expect(shown.out).toMatch(/watermark +\d{4}-[^]*by +execution /);
    const exported = (await type('watermark export customers')).out;
    const set = await type('watermark set customers --time 2026-01-01T00:00:00+01:00');
    expect(set.out).toMatch(/watermark +2025-12-31T23:00:00\.000Z[^]*by +cli:/);
    const back = await typeIn(['watermark', 'set', 'customers', '--from', '-'], {
      url: engine.url,
      stdin: exported,
    });
    expect(back.out).toContain((JSON.parse(exported) as { watermark: { value: string } }).watermark.value);
    expect((await type('watermark clear customers')).out).toContain('none: the next run reads everything');
    expect((await type('watermark history customers')).out.match(/cli:/g)).toHaveLength(3);
    expect((await type('watermark set customers')).code).toBe(2);
    expect((await type('watermark set customers --time yesterday')).err).toContain(
      'is not a time with a zone',
    );
  });
});

describe('mistakes', () => {
  it.each([
    ['a command that does not exist', 'dance', 2],
    ['no command at all', '', 2],
    ['an argument that is missing', 'run', 2],
    ['an option that does not exist', 'jobs list --loudly', 2],
    ['a number that is none', 'jobs list --limit many', 2],
    ['options that contradict each other', 'run customers --full --incremental', 2],
    ['a file that does not exist', 'connections add x --connector rest --settings nowhere.json', 2],
    ['settings that do not fit', 'connections add x --connector rest --settings {}', 2],
    ['nothing to change', 'connections change shop', 2],
    ['a name that nobody has', 'run nobody', 1],
    ['an id that is none', 'executions show 7', 2],
    ['an address that is none', '--url nowhere jobs list', 2],
    ['help', 'run --help', 0],
    ['the version', '--version', 0],
  ])('%s', async (_what, given, code) => {
    const seen = await typeIn(given === '' ? [] : given.split(' '), { url: engine.url });
    expect(seen.code).toBe(code);
    expect(seen.out + seen.err).not.toMatch(/\n\s+at .*:\d+:\d+/);
    if (code !== 0) expect(seen.out).toBe('');
  });

  it('tells machines in JSON what went wrong', async () => {
    const seen = await type('run nobody --json');
    expect(jsonOf(seen)).toEqual({
      error: expect.objectContaining({
        code: 'request.not_found',
        remedy: expect.any(String) as string,
      }) as object,
    });
  });
});
