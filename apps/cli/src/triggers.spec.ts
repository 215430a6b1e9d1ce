import { startEngine } from './testing/start-engine.js';
import { typeIn } from './testing/type-in.js';

const engine = startEngine();
const type = (...given: string[]) => typeIn(given, { url: engine.url });

beforeAll(async () => {
  await typeIn(['connections', 'add', 'shop', '--connector', 'simulator', '--settings', '-'], {
    url: engine.url,
    stdin: JSON.stringify({ baseUrl: engine.provider.url }),
  });
  const job = ['--connection', 'shop', '--stream', 'customers', '--record-type', 'customer'];
  expect(await type('jobs', 'add', 'in', ...job, '--event')).toMatchObject({ code: 0 });
});

describe('runs that other systems ask for', () => {
  it('are shown where there were none', async () => {
    expect((await type('triggers', 'list')).out).toContain('No message of another system came');
    expect((await type('triggers', 'rejected')).out).toContain('No message was rejected');
    expect((await type('triggers', 'topics')).out).toContain('without Kafka there is none');
  });

  it('are taken by a job that says so, until it says otherwise', async () => {
    expect((await type('jobs', 'show', 'in')).out).toContain('on demand, event');
    expect((await type('jobs', 'change', 'in', '--no-event')).code).toBe(0);
    expect((await type('jobs', 'show', 'in')).out).not.toContain('event');
  });

  it('cannot come from a topic where there is no Kafka, which is said at once', async () => {
    const refused = await type('jobs', 'change', 'in', '--listen', '{"topic":"crm.changes","idPath":"id"}');
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('this installation has no Kafka');
  });

  it('are shown one by one', async () => {
    const asked = JSON.parse((await type('run', 'in', '--json')).out) as {
      trigger?: { id: string };
      id?: string;
    };
    const shown = await type('triggers', 'show', asked.trigger?.id ?? asked.id ?? '');
    expect(shown.out).toContain('(manual)');
  });
});
