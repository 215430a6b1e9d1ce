import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { KafkaTool, runKafkaTool } from '@evenkeel/adapter-kafka/testing';
import type { JobView } from '@evenkeel/contracts-admin';
import { eventually } from '../kit/eventually.js';
import { withProvider, type Installation } from '../kit/installation.js';
import { onKafka } from '../kit/on-kafka.js';
import {
  answersReadByKcat,
  endsOfRunsFor,
  eventLine,
  hasKcat,
  messagesOf,
  producerOf,
  sendByKcat,
  TRIGGER_TOPIC,
  untilRunsEnded,
} from '../kit/trigger-messages.js';
import type { SharedEngine, Story } from './story.js';

const RECORDS = 200;
const STREAMED = 60;
const CHANGES = 'crm.changes';

let all: Installation & SharedEngine;

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const FOLLOWED = { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` };
let job: JobView;

const id = (nth: number) => `cus_${String(nth).padStart(8, '0')}`;

export const triggers: Story = (engine) =>
  onKafka('Messages of other systems on Kafka', () => {
    beforeAll(async () => {
      all = await withProvider(engine(), { records: RECORDS });
      const { admin, sandbox } = all;
      await admin.addSandbox('triggers', sandbox.url);
      job = await admin.addJob({
        ...{ name: 'triggers', connection: 'triggers', stream: 'customers', recordType: 'triggered' },
        event: true,
      });
      await admin.untilEnded(await admin.begin(job.name));
    }, 240_000);
    afterAll(() => all?.stop(), 90_000);

    it("start runs, written by Kafka's own producer; those that cannot be taken are rows that say why", async () => {
      const changed = { connection: 'triggers', stream: 'customers', externalIds: [id(1), id(2)] };
      const good = eventLine('a-1', 'sync.requested', { job: 'triggers', mode: 'full' }, FOLLOWED);
      const structured = {
        ...{ specversion: '1.0', id: 'a-6', source: 'urn:crm', type: 'records.changed' },
        data: { ...changed, externalIds: [id(3)] },
      };
      await all.sandbox.control({ edit: { stream: 'customers', ids: [id(1), id(3)] } });
      await runKafkaTool('console-producer', producerOf(all.kafka.brokers, TRIGGER_TOPIC), [
        good,
        good,
        `ce_specversion:1.0,ce_id:a-2,ce_source:urn:crm,ce_type:sync.requested|{"half`,
        eventLine('a-3', 'sync.requested', { job: 'none' }),
        eventLine('a-4', 'sync.requested', { job: 'triggers' }, { ce_tenantid: randomUUID() }),
        eventLine('a-5', 'records.changed', changed),
        `content-type:application/cloudevents+json|${JSON.stringify(structured)}`,
      ]);
      const rows = await eventually(
        'all are answered',
        async () => {
          const found = await messagesOf(all.store, 'a-%');
          return found.length === 6 && found;
        },
        60_000,
      );
      const answers = rows.map(({ eventId, state, code }) => [eventId, state, code] as const);
      expect([...answers].sort()).toEqual([
        ['a-1', 'accepted', null],
        ['a-2', 'rejected', 'trigger.malformed'],
        ['a-3', 'rejected', 'request.not_found'],
        ['a-4', 'rejected', 'trigger.foreign_tenant'],
        ['a-5', 'accepted', null],
        ['a-6', 'accepted', null],
      ]);
      await untilRunsEnded(all.admin, [...new Set(rows.flatMap(({ triggerIds }) => triggerIds))]);
      await eventually('the run is told in the trace of its sender', async () => {
        const services = all.traces.of(TRACE).map(({ service }) => service);
        return services.includes('evenkeel-scheduler') && services.includes('evenkeel-ingestion');
      });
      const source = await all.sandbox.customers();
      const records = await all.store.records('triggered');
      for (const each of [id(1), id(2), id(3)]) expect(records.get(each)?.data).toEqual(source.get(each));
    }, 120_000);

    it('are each answered by events that lead from what asked to the run and its end', async () => {
      const followed = await eventually('the end of each run is told', async () => {
        const ends = await endsOfRunsFor(all.store, ['a-1', 'a-5', 'a-6']);
        return ends.every((end) => end !== undefined) && ends;
      });
      expect(followed).toEqual(['sync.completed', 'sync.completed', 'sync.completed']);
    }, 120_000);

    (hasKcat ? it : it.skip)(
      'may come from kcat, which reads what became of them',
      async () => {
        const { brokers } = all.kafka;
        sendByKcat(brokers, 'c-1', { job: 'triggers', externalIds: [id(1)] });
        const answers = await eventually('both answers are there', async () => {
          const types = answersReadByKcat(brokers, 'c-1');
          return types.length >= 2 && types;
        });
        expect(new Set(answers)).toEqual(new Set(['trigger.accepted', 'trigger.settled']));
      },
      120_000,
    );

    it('are each taken once, whatever is killed while they come', async () => {
      const tool = KafkaTool.start('console-producer', producerOf(all.kafka.brokers, TRIGGER_TOPIC));
      const stream = (async () => {
        for (let nth = 0; nth < STREAMED; nth += 1) {
          const data = { connection: 'triggers', stream: 'customers', externalIds: [id(nth + 1)] };
          tool.write(eventLine(`k-${nth}`, 'records.changed', data));
          await sleep(100);
        }
        await tool.end();
      })();
      for (let kill = 0; kill < 2; kill += 1) {
        await eventually(
          'some are taken',
          async () => (await messagesOf(all.store, 'k-%')).length > kill * 10,
          60_000,
        );
        await all.services.kill9('scheduler');
        await all.services.start('scheduler');
      }
      await stream;
      const rows = await eventually(
        'all are taken',
        async () => {
          const found = await messagesOf(all.store, 'k-%');
          return found.length >= STREAMED && found;
        },
        60_000,
      );
      expect(new Set(rows.map(({ eventId }) => eventId)).size).toBe(rows.length);
      expect(rows).toHaveLength(STREAMED);
      expect(rows.filter(({ state, triggerIds }) => state !== 'accepted' || triggerIds.length !== 1)).toEqual(
        [],
      );
      await untilRunsEnded(all.admin, [...new Set(rows.flatMap(({ triggerIds }) => triggerIds))]);
      expect(await all.store.stuckMessages()).toEqual([]);
    }, 240_000);

    it('may be of a topic that knows nothing of the engine, and that is not there yet', async () => {
      const { admin, kafka, sandbox, store } = all;
      await expect(
        admin.addJob({
          ...{ name: 'unnamed', connection: 'triggers', stream: 'devices', recordType: 'unnamed' },
          listen: { topic: 'other.changes' },
        }),
      ).rejects.toMatchObject({ problem: { code: 'config.topic_not_allowed' } });
      const listens = await admin.addJob({
        ...{ name: 'listens', connection: 'triggers', stream: 'devices', recordType: 'listened' },
        listen: {
          ...{ topic: CHANGES, idPath: 'after.id', kindPath: 'op', startAt: 'earliest' },
          kinds: [{ when: 'r', then: 'ignore' }],
        },
      });
      await admin.untilEnded(await admin.begin('listens'));
      const state = async () =>
        (
          await store.rows<{ state: string }>('select state from trigger_topic where topic = $1', [CHANGES])
        )[0]?.state;
      await eventually('it is told to be missing', async () => (await state()) === 'missing', 60_000);
      await runKafkaTool('topics', [
        ...['--bootstrap-server', kafka.brokers, '--create', '--topic', CHANGES, '--partitions', '2'],
      ]);
      const device = [...(await sandbox.records('devices')).keys()][0]!;
      await sandbox.control({ edit: { stream: 'devices', ids: [device] } });
      await runKafkaTool(
        'console-producer',
        ['--bootstrap-server', kafka.brokers, '--topic', CHANGES],
        [
          JSON.stringify({ op: 'r', after: {} }),
          JSON.stringify({ op: 'u', after: { id: device } }),
          'no JSON',
        ],
      );
      const run = await eventually(
        'the run of the record ends',
        async () =>
          (await admin.executions(listens.id)).items.find(({ lane, ended }) => lane === 'single' && ended),
        60_000,
      );
      expect(run).toMatchObject({ status: 'completed', trigger: { kind: 'event' }, receipt: { updated: 1 } });
      expect((await store.records('listened')).get(device)?.data).toEqual(
        (await sandbox.records('devices')).get(device),
      );
      const rejected = await eventually('what is no JSON is a row', async () => {
        const rows = await store.rows<{ jobId: string; code: string }>(
          'select job_id as "jobId", code from trigger_message where topic = $1',
          [CHANGES],
        );
        return rows.length > 0 && rows;
      });
      expect(rejected).toEqual([{ jobId: listens.id, code: 'trigger.without_id' }]);
    }, 180_000);
  });
