import { PromMeter } from './prom-meter.js';

describe('PromMeter', () => {
  it('shows instruments with prefix, help, service and labels', async () => {
    const meter = PromMeter.start('ingestion');
    meter.counter('records_total').add(3, { job_id: 'j', outcome: 'created' });
    meter.gauge('outbox_entries').set(7);
    meter.histogram('page_latency_seconds').observe(0.5);
    const { body, contentType } = await meter.text();
    expect(contentType).toContain('text/plain');
    expect(body).toContain('# HELP evenkeel_records_total Records committed to the store, by outcome');
    expect(body).toContain('evenkeel_records_total{service="ingestion",job_id="j",outcome="created"} 3');
    expect(body).toContain('evenkeel_outbox_entries{service="ingestion"} 7');
    expect(body).toMatch(/evenkeel_page_latency_seconds_bucket\{le="0.5",service="ingestion"\} 1/);
  });

  it('gives the same instrument for the same name, so that counts add up', async () => {
    const meter = PromMeter.start('ingestion');
    meter.counter('pages_applied_total').add(1);
    meter.counter('pages_applied_total').add(2);
    expect((await meter.text()).body).toContain('evenkeel_pages_applied_total{service="ingestion"} 3');
  });

  it('shows what has no label from its beginning, so that its first count is seen to be one', async () => {
    const meter = PromMeter.start('ingestion');
    meter.counter('pages_applied_total');
    meter.histogram('page_latency_seconds');
    const { body } = await meter.text();
    expect(body).toContain('evenkeel_pages_applied_total{service="ingestion"} 0');
    expect(body).toContain('evenkeel_page_latency_seconds_count{service="ingestion"} 0');
  });

  it('keeps the services of one process apart', async () => {
    const meter = PromMeter.start('standalone');
    meter.forService('scheduler').counter('sweep_failures_total').add(1, { sweep: 'A' });
    meter.forService('ingestion').counter('sweep_failures_total').add(5, { sweep: 'A' });
    const { body } = await meter.text();
    expect(body).toContain('evenkeel_sweep_failures_total{service="scheduler",sweep="A"} 1');
    expect(body).toContain('evenkeel_sweep_failures_total{service="ingestion",sweep="A"} 5');
  });

  it('adds the figures of the process on request, under the name of the process, without those that are named wrongly', async () => {
    const meter = PromMeter.start('standalone');
    meter.collectProcess();
    const { body } = await meter.text();
    expect(body).toMatch(/process_resident_memory_bytes\{service="standalone"\} \d+/);
    expect(body).not.toMatch(/# TYPE \w+_total gauge/);
  });
});

describe('subjects beyond the cap', () => {
  const job = (id: string) => ({ tenant: 't', job_name: id });

  it('share one counter, while those that came first go on with theirs', async () => {
    const meter = PromMeter.start('x', 2);
    const counter = meter.counter('records_total');
    for (const id of ['a', 'b', 'c', 'd', 'a']) counter.add(1, { job_id: id, outcome: 'created' });
    const { body } = await meter.text();
    expect(body).toContain('evenkeel_records_total{service="x",job_id="a",outcome="created"} 2');
    expect(body).toContain('evenkeel_records_total{service="x",job_id="b",outcome="created"} 1');
    expect(body).toContain('evenkeel_records_total{service="x",job_id="other",outcome="created"} 2');
  });

  it('are added up in a gauge of numbers, each once', async () => {
    const meter = PromMeter.start('x', 1);
    const gauge = meter.gauge('dead_letters');
    for (const id of ['a', 'b', 'c', 'b']) gauge.set(id === 'a' ? 100 : 4, job(id));
    gauge.set(5, job('c'));
    expect((await meter.text()).body).toContain(
      'evenkeel_dead_letters{service="x",tenant="other",job_name="other"} 9',
    );
  });

  it('show the largest where a sum says nothing', async () => {
    const meter = PromMeter.start('x', 1);
    const gauge = meter.gauge('job_freshness_seconds');
    for (const [id, age] of Object.entries({ a: 1, b: 60, c: 7 })) gauge.set(age, job(id));
    expect((await meter.text()).body).toContain(
      'evenkeel_job_freshness_seconds{service="x",tenant="other",job_name="other"} 60',
    );
  });

  it('take the places of those that went', async () => {
    const meter = PromMeter.start('x', 1);
    const gauge = meter.gauge('dead_letters');
    gauge.set(1, job('a'));
    gauge.set(2, job('b'));
    gauge.clear();
    gauge.set(2, job('b'));
    const { body } = await meter.text();
    expect(body).toContain('evenkeel_dead_letters{service="x",tenant="t",job_name="b"} 2');
    expect(body).not.toContain('other');
  });
});
