import { PromMeter } from './prom-meter.js';

describe('PromMeter', () => {
  it('shows instruments with prefix, help, service and labels', async () => {
    const meter = PromMeter.start('ingestion');
    meter
      .counter({ name: 'records_total', help: 'Records.', labels: ['outcome'] })
      .add(3, { outcome: 'created' });
    meter.gauge({ name: 'outbox_entries', help: 'Entries.' }).set(7);
    meter.histogram({ name: 'apply_seconds', help: 'Time.', buckets: [0.1, 1] }).observe(0.5);
    const { body, contentType } = await meter.text();
    expect(contentType).toContain('text/plain');
    expect(body).toContain('# HELP evenkeel_records_total Records.');
    expect(body).toContain('evenkeel_records_total{service="ingestion",outcome="created"} 3');
    expect(body).toContain('evenkeel_outbox_entries{service="ingestion"} 7');
    expect(body).toMatch(/evenkeel_apply_seconds_bucket\{le="1",service="ingestion"\} 1/);
  });

  it('gives the same instrument for the same name, so that counts add up', async () => {
    const meter = PromMeter.start('ingestion');
    const spec = { name: 'pages_total', help: 'Pages.' };
    meter.counter(spec).add(1);
    meter.counter(spec).add(2);
    expect((await meter.text()).body).toContain('evenkeel_pages_total{service="ingestion"} 3');
  });

  it('keeps the services of one process apart', async () => {
    const meter = PromMeter.start('standalone');
    const spec = { name: 'sweep_failures_total', help: 'Failures.' };
    meter.forService('scheduler').counter(spec).add(1);
    meter.forService('ingestion').counter(spec).add(5);
    const { body } = await meter.text();
    expect(body).toContain('evenkeel_sweep_failures_total{service="scheduler"} 1');
    expect(body).toContain('evenkeel_sweep_failures_total{service="ingestion"} 5');
  });

  it('adds the figures of the process on request, under the name of the process', async () => {
    const meter = PromMeter.start('standalone');
    meter.collectProcess();
    expect((await meter.text()).body).toMatch(/process_resident_memory_bytes\{service="standalone"\} \d+/);
  });
});
