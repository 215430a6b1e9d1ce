import type { TriggerView } from '@evenkeel/contracts-admin';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../kit/eventually.js';
import { withProvider, type Installation } from '../kit/installation.js';
import { onKafka } from '../kit/on-kafka.js';
import type { SharedEngine, Story } from './story.js';

let all: Installation & SharedEngine;

/** Nothing is traced in this installation but what a caller wants to follow. */
export const traces: Story = (engine) =>
  onKafka('A request that says which trace it is part of', () => {
    beforeAll(async () => {
      all = await withProvider(engine(), { records: 250 });
      await all.admin.addSandbox('traced', all.sandbox.url);
      await all.admin.addJob({
        name: 'traced',
        connection: 'traced',
        stream: 'customers',
        recordType: 'traced',
        pageSize: 100,
      });
    }, 120_000);
    afterAll(() => all?.stop(), 90_000);

    it('is followed over Kafka through every service to the commits of its pages', async () => {
      const traceId = randomBytes(16).toString('hex');
      const caller = randomBytes(8).toString('hex');
      const answer = await fetch(`${all.services.url('admin')}/api/v1/jobs/traced/runs`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', traceparent: `00-${traceId}-${caller}-01` },
        body: '{}',
      });
      expect(answer.status).toBe(202);
      const run = await all.admin.opened((await answer.json()) as TriggerView);
      expect(await all.admin.untilEnded(run)).toMatchObject({ status: 'completed' });
      const spans = await eventually('all of it was told', async () => {
        const told = all.traces.of(traceId);
        const services = new Set(told.map(({ service }) => service));
        if (services.size < 5 || !told.some(({ name }) => name.startsWith('ingestion ')))
          throw new Error([...services].join());
        return told;
      });
      expect(new Set(spans.map(({ service }) => service))).toEqual(
        new Set(
          ['admin', 'reconciler', 'coordinator', 'executor-worker', 'ingestion'].map(
            (name) => `evenkeel-${name}`,
          ),
        ),
      );
      // One tree below the caller.
      const ids = new Set([caller, ...spans.map(({ id }) => id)]);
      expect(spans.filter(({ parentId }) => !ids.has(parentId))).toEqual([]);
      const names = spans.map(({ name }) => name);
      expect(names).toContain('read chunk');
      expect(names.filter((name) => name === 'GET').length).toBeGreaterThanOrEqual(3);
      expect(
        spans.flatMap(({ attributes }) => [...attributes.keys()]).filter((key) => /url|path|query/.test(key)),
      ).toEqual([]);
      expect(all.traces.refused).toEqual([]);
    }, 120_000);

    it('is named by the lines of the log that belong to it', () => {
      const lines = readFileSync(join(all.folder, 'reconciler-1.log'), 'utf8').split('\n');
      expect(lines.filter((line) => line.includes('"trace_id"')).length).toBeGreaterThan(0);
    });
  });
