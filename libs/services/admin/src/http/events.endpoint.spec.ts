import { once } from 'node:events';
import { get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventView } from '@evenkeel/contracts-admin';
import { DEFAULT_TENANT, type EventFact } from '@evenkeel/domain';
import { applyPage, sampleExecution, sampleJob } from '../testing/sample.js';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();
const OTHER = '00000000-0000-0000-0000-000000000009';

interface Frame {
  readonly id?: string;
  readonly event?: string;
  readonly data?: unknown;
}

/** A client as strangers have: what it was told, frame by frame. */
class Listener {
  readonly frames: Frame[] = [];
  status = 0;
  private answer: IncomingMessage | undefined;
  private text = '';

  private constructor(private readonly request: ReturnType<typeof get>) {}

  static async open(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Listener> {
    const { port } = (admin.app.getHttpServer() as Server).address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/api/v1${path}`;
    const request = get(url, { headers: { accept: 'text/event-stream', ...headers } });
    const listener = new Listener(request);
    request.on('error', () => undefined);
    await new Promise<void>((resolve) => {
      request.once('response', (answer) => {
        listener.listen(answer);
        resolve();
      });
    });
    return listener;
  }

  get events(): readonly EventView[] {
    return this.frames.filter(({ event }) => event?.includes('.')).map(({ data }) => data as EventView);
  }

  get lastId(): string {
    return this.frames.findLast(({ id }) => id !== undefined)?.id ?? '';
  }

  pause(): void {
    this.answer?.pause();
  }

  resume(): void {
    this.answer?.resume();
  }

  close(): void {
    this.request.destroy();
  }

  private listen(answer: IncomingMessage): void {
    this.answer = answer;
    this.status = answer.statusCode ?? 0;
    answer.setEncoding('utf8').on('data', (text: string) => {
      this.text += text;
      const blocks = this.text.split('\n\n');
      this.text = blocks.pop() ?? '';
      this.frames.push(...blocks.map(frameOf));
    });
    answer.on('error', () => undefined);
  }
}

function frameOf(block: string): Frame {
  const fields = block.split('\n').map((line): [string, string] => {
    const at = line.indexOf(': ');
    return [line.slice(0, at), line.slice(at + 2)];
  });
  const { data, ...rest } = Object.fromEntries(fields) as Record<string, string>;
  return { ...rest, ...(data === undefined ? {} : { data: JSON.parse(data) as unknown }) };
}

/** Until it holds; a test that waits too long says what it waited for. */
async function eventually(expectation: () => void): Promise<void> {
  const until = performance.now() + 20_000;
  for (;;) {
    try {
      return expectation();
    } catch (error) {
      if (performance.now() > until) throw error;
      await sleep(10);
    }
  }
}

const fact = (id: string, jobId: string | null = null): EventFact => ({
  kind: 'outside_trigger',
  facts: { id, askedBy: null, topic: 't', jobId, triggerIds: [], code: 'request.invalid' },
});
async function happen(...ids: readonly string[]): Promise<void> {
  for (const id of ids) await admin.database.tenant.transaction((tx) => tx.events.keep(fact(id)));
  await number();
}
async function number(): Promise<void> {
  while ((await admin.database.postgres.events.number(500)) > 0);
}
const subjects = ({ events }: Listener) => events.map(({ subject }) => subject.replace('triggers/', ''));
const listeners: Listener[] = [];
async function listen(...args: Parameters<typeof Listener.open>): Promise<Listener> {
  const listener = await Listener.open(...args);
  listeners.push(listener);
  return listener;
}

beforeAll(async () => {
  const server = (admin.app.getHttpServer() as Server).listen(0, '127.0.0.1');
  if (!server.listening) await once(server, 'listening');
  await admin.database.rows(`insert into tenant (id, name) values ($1, 'other')`, [OTHER]);
});
afterEach(() => {
  for (const listener of listeners.splice(0)) listener.close();
});

describe('events as a list', () => {
  it('are the latest, and then those behind a position, each as a CloudEvent', async () => {
    await happen('1', '2', '3');
    const latest = await admin.http.get('/api/v1/events?limit=2');
    expect(latest.body).toMatchObject({
      items: [{ subject: 'triggers/2' }, { specversion: '1.0', subject: 'triggers/3', sequence: '1' }],
    });
    const { position } = latest.body as { position: string };
    await happen('4');
    const next = await admin.http.get(`/api/v1/events?after=${position}`);
    expect((next.body as { items: EventView[] }).items.map(({ subject }) => subject)).toEqual(['triggers/4']);
  });

  it('are of one type or one family, and of one job', async () => {
    const job = await sampleJob(admin);
    await number();
    const list = async (query: string) =>
      ((await admin.http.get(`/api/v1/events?${query}`)).body as { items: EventView[] }).items;
    expect(await list(`job=${job.id}&type=job`)).toMatchObject([{ type: 'job.changed' }]);
    expect(await list(`job=${job.id}&type=sync.*,trigger.rejected`)).toEqual([]);
  });

  it.each(['type=nonsense', 'after=x', 'limit=0', 'unknown=1'])('are refused for %s', async (query) => {
    const answer = await admin.http.get(`/api/v1/events?${query}`);
    expect(answer).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
  });

  it('of a run are all that happened to it', async () => {
    const { execution, chunk } = await sampleExecution(admin, await sampleJob(admin));
    await applyPage(admin, chunk);
    await number();
    const answer = await admin.http.get(`/api/v1/executions/${execution.id}/events`);
    const { items } = answer.body as { items: EventView[] };
    expect(items.map(({ type }) => type)).toEqual(['sync.triggered', 'sync.started', 'batch.processed']);
    expect(items.map(({ sequence }) => sequence)).toEqual(['1', '2', '3']);
  });
});

describe('events as a stream', () => {
  it('come as they happen, and go on behind the last that was told', async () => {
    const first = await listen('/events');
    expect(first.status).toBe(200);
    await eventually(() => expect(first.frames).toHaveLength(1));
    await happen('a', 'b');
    await eventually(() => expect(subjects(first)).toEqual(['a', 'b']));
    const { lastId } = first;
    first.close();
    await happen('c');
    const second = await listen('/events', { 'last-event-id': lastId });
    await happen('d');
    await eventually(() => expect(subjects(second)).toEqual(['c', 'd']));
    // Whatever the request says beside it.
    const third = await listen('/events?after=0', { 'last-event-id': lastId });
    await eventually(() => expect(subjects(third)).toEqual(['c', 'd']));
  });

  it('begin from a position that is given, and tell of what is no longer kept', async () => {
    await happen('e');
    const all = await listen('/events?after=0');
    await eventually(() => expect(subjects(all)).toContain('e'));
    const { position } = (await admin.http.get('/api/v1/events')).body as { position: string };
    await admin.database.rows('delete from evenkeel.lifecycle_event', []);
    await admin.database.rows(
      `insert into evenkeel.event_cursor values ('forgotten', $1) on conflict (name) do update set position = excluded.position`,
      [position],
    );
    const late = await listen('/events?after=0');
    await happen('f');
    await eventually(() => expect(subjects(late)).toEqual(['f']));
    expect(late.frames.find(({ event }) => event === 'gap')).toMatchObject({
      id: position,
      data: { after: 0, until: Number(position) },
    });
  });

  it('are of one job or type where that is asked for', async () => {
    const job = await sampleJob(admin);
    await number();
    const [ofJob, ofType] = [await listen(`/events?job=${job.id}`), await listen('/events?type=job')];
    await eventually(() => expect([ofJob.frames, ofType.frames].flat()).toHaveLength(2));
    await admin.database.tenant.transaction((tx) => tx.events.keep(fact('mine', job.id)));
    const other = await sampleJob(admin);
    await number();
    await eventually(() => expect(subjects(ofJob)).toEqual(['mine']));
    await eventually(() => expect(ofType.events.map(({ subject }) => subject)).toEqual([`jobs/${other.id}`]));
  });

  it('are those of the tenant of who listens', async () => {
    const listener = await listen('/events');
    await eventually(() => expect(listener.frames).toHaveLength(1));
    await admin.database.system.transaction((tx) => tx.events.keep(OTHER, fact('theirs')));
    await happen('ours');
    await eventually(() => expect(subjects(listener)).toEqual(['ours']));
    const behind = await listen('/events?after=0');
    await eventually(() => expect(subjects(behind)).toContain('ours'));
    expect(subjects(behind)).not.toContain('theirs');
    expect(behind.events.every(({ tenantid }) => tenantid === DEFAULT_TENANT)).toBe(true);
  });

  it('of a run tell how far it is as well, at once and as it moves', async () => {
    const { execution, chunk } = await sampleExecution(admin, await sampleJob(admin));
    await number();
    const listener = await listen(`/executions/${execution.id}/events`);
    const progress = () =>
      listener.frames.filter(({ event }) => event === 'progress').map(({ data }) => data);
    await eventually(() => expect(progress()).toHaveLength(1));
    await applyPage(admin, chunk);
    await eventually(() => expect(progress().at(-1)).toMatchObject({ progress: { processed: 5 } }));
    await number();
    await eventually(() => expect(listener.events.at(-1)).toMatchObject({ type: 'batch.processed' }));
  });

  it('wait for a client that does not take them, without keeping them for it', async () => {
    const [slow, quick] = [await listen('/events'), await listen('/events')];
    await eventually(() => expect([slow.frames, quick.frames].flat()).toHaveLength(2));
    slow.pause();
    const ids = Array.from({ length: 3_000 }, (_, n) => `n${n}`);
    const long = 'x'.repeat(1_000);
    await admin.database.rows(
      `insert into evenkeel.event_fact (tenant_id, kind, facts)
       select $1, 'outside_trigger', json_build_object('id', id, 'askedBy', null, 'topic', $3::text, 'jobId', null,
         'triggerIds', json_build_array(), 'code', 'request.invalid')
       from unnest($2::text[]) as id`,
      [DEFAULT_TENANT, ids, long],
    );
    await number();
    await eventually(() => expect(subjects(quick)).toEqual(ids));
    expect(slow.events.length).toBeLessThan(ids.length);
    slow.resume();
    await eventually(() => expect(subjects(slow)).toEqual(ids));
  }, 60_000);

  it.each([
    ['/events', { 'last-event-id': 'x' }],
    ['/events?type=nonsense', {}],
  ])('are refused as any request is: %s %j', async (path, headers) => {
    expect((await listen(path, headers)).status).toBe(400);
  });

  it('of what is not there are refused', async () => {
    expect((await listen('/executions/0196f5a0-0000-7000-8000-00000000ffff/events')).status).toBe(404);
    expect((await listen('/events?job=nowhere')).status).toBe(404);
  });
});
