import { eventCatalog, EVENTS_TOPIC, type EventDefinition } from '@evenkeel/contracts-messages';
import { z } from 'zod';
import { table } from './markdown.js';

interface Shape {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly oneOf?: readonly Shape[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
}

/** Fields that every event of a run has: said once. */
const OF_EVERY_RUN = ['executionId', 'job', 'lane', 'mode', 'triggeredBy'];

/** The page on events: how to listen, what there is and what each says. */
export function eventManual(): string {
  const rows = eventCatalog.map(({ type, subject, summary }) => [
    `[\`${type}\`](#${type.replaceAll('.', '')})`,
    `\`${subject}/...\``,
    summary,
  ]);
  return [
    INTRODUCTION,
    '## Types of events',
    table(['type', 'subject', 'what happened'], rows),
    `Each event of a run has \`executionId\`, \`job\` (\`id\` and \`name\`), \`lane\`, \`mode\` and \`triggeredBy\` (\`id\`, \`kind\` and \`actor\` of the request for it).`,
    ...eventCatalog.map(oneEvent),
  ].join('\n\n');
}

function oneEvent({ type, summary, data, example }: EventDefinition): string {
  const shape = z.toJSONSchema(data) as Shape;
  const rows = (shape.oneOf ?? [shape]).flatMap(({ properties = {} }) => fieldsOf('', properties));
  const own = rows.filter(([name = '']) => !OF_EVERY_RUN.some((field) => name.startsWith(`\`${field}`)));
  const unique = [...new Map(own.map((row) => [row[0], row])).values()];
  return [
    `### ${type}`,
    summary,
    ...(unique.length === 0 ? [] : [table(['field', 'what it says'], unique)]),
    `\`\`\`json\n${JSON.stringify(example, undefined, 2)}\n\`\`\``,
  ].join('\n\n');
}

function fieldsOf(above: string, properties: Readonly<Record<string, Shape>>): string[][] {
  return Object.entries(properties).flatMap(([name, { description = '', properties: inner }]) =>
    inner === undefined
      ? [[`\`${above}${name}\``, description]]
      : [
          ...(description === '' ? [] : [[`\`${above}${name}\``, description]]),
          ...fieldsOf(`${above}${name}.`, inner),
        ],
  );
}

const INTRODUCTION = `# Events: being told what happens

Other systems need not ask again and again: each thing that happens to a run, a conflict, a connection or a job is told as a [CloudEvent 1.0](https://cloudevents.io),
once it is committed. Three ways lead to the same events; the first two need no Kafka.

## In the terminal

\`\`\`
evenkeel events                                  the latest
evenkeel events --follow                         each as it happens, until Ctrl-C
evenkeel events --follow --job shop-customers --type sync conflict.opened
evenkeel events --execution ID                   all that happened in a run
\`\`\`

With \`--follow --json\` each line is a CloudEvent; \`--json\` alone prints the list as the API answers it. When the server is away \`--follow\` waits for it, and misses nothing.

## Over HTTP: server-sent events

\`\`\`
curl -N -H 'Accept: text/event-stream' http://127.0.0.1:4180/api/v1/events?type=sync
curl -N -H 'Accept: text/event-stream' http://127.0.0.1:4180/api/v1/executions/ID/events
\`\`\`

Any client of server-sent events will do (\`EventSource\` in a browser). \`id\` is the position of an event among all, \`event\` its type, \`data\` the CloudEvent.
The stream of all events begins with those from now on, that of a run with its first. A client that comes back with the header \`Last-Event-ID\`, which \`EventSource\`
sends by itself, or with \`?after=POSITION\`, misses nothing that is still kept; where something is no longer kept, an event \`gap\` says so. The first event, \`begin\`,
only says from where on. A comment comes at least every 15 seconds, so that silence for longer means that the connection is lost. A client that reads slowly is behind, and
nothing is kept in memory for it. \`job\` and \`type\` (names separated by commas; \`sync\` stands for all of \`sync.*\`) leave out others. The stream of a run has an event
\`progress\` as well, at most four times a second: the run as \`GET /api/v1/executions/ID\` shows it. Without the \`Accept\` header the same addresses answer with a list.

## Over Kafka

Where Evenkeel runs with Kafka, every event is published to the topic \`${EVENTS_TOPIC}\` (behind \`KAFKA_PREFIX\`, where that is set), in binary mode: attributes are headers
(\`ce_id\`, \`ce_type\`, \`ce_subject\`, ...), the value is the \`data\`. [asyncapi.yaml](asyncapi.yaml) describes it for tools.

\`\`\`
kafka-console-consumer --bootstrap-server localhost:9092 --topic ${EVENTS_TOPIC} --from-beginning \\
  --formatter-property print.headers=true --formatter-property print.key=true
kcat -C -b localhost:9092 -t ${EVENTS_TOPIC} -o beginning -f '%h\\n%k %s\\n'
\`\`\`

Older tools of Kafka call it \`--property\`.

Batches of more than 2 kB are compressed with zstd: clients need a library that reads it, as Java's, librdkafka and kafkajs with a codec do.

## Each record that changes

A job says whether events tell of single records: \`evenkeel jobs change shop-customers --record-events fields\`. Each record that its runs create, update or inactivate is a
\`record.created\`, \`record.updated\` or \`record.inactivated\` then, with its id, its type, its version and the names of the fields that changed, so that another system can follow the store: it reads
the records that it wants by their ids. Of two events of a record the one with the higher \`version\` is later, whatever order two runs came in. By default it is off, and costs
nothing; a run of a million new records makes a million events. What is edited here, past any run, is not told so.

With \`--record-events values\` they tell as well what changed fields are now (\`values\`) and were (\`valuesBefore\`), so that a follower need not ask. Fields that the [record type](records.md) calls
sensitive, or that hold something that is, are never told; of larger changes only the smallest fields that have 8 kB of JSON together are. \`fieldsWithoutValue\` names the others: read
them with the record. A run goes by what was sensitive when it began. Everyone who may read events sees these values, and so does everyone who reads the topic in Kafka. [Erasing a record](records.md#erasing-a-record) clears
them from the events that are kept here; what Kafka, or a follower, already has is theirs to erase.

## What became of what was asked for

Every request for a run, by a person, a schedule, a webhook, a message over Kafka or the engine itself, ends in one \`trigger.settled\`, which says by \`executionId\` which run serves it. A run that is asked for while one of the same job
waits joins that one, and events of the run name only the request that opened it. So one who asked follows the run by \`executionId\` to its \`sync.completed\`, \`sync.failed\`, \`sync.timed_out\` or \`sync.cancelled\`. Where
\`sync.failed\` has a \`nextAttemptAt\`, a \`sync.triggered\` whose \`retryOf\` is that run tells of the next try. [What became of a message](triggers.md#what-became-of-a-message) over Kafka is found by its \`source\` and \`id\`.

## What is promised

- **In the transaction.** An event is kept together with the change that it tells of: what was rolled back is never told, and what was committed is told although the process
  died right then.
- **Once for each change**, by its \`id\`. Over Kafka, and to a client that comes back, it may be delivered twice: the same \`id\` says so.
- **In order.** Events of one subject (\`subject\`: a run, else the job, the connection or the request) come in the order in which they happened, and \`sequence\` counts them: 1, 2, 3
  without a gap. On Kafka the subject is the key. Pages of different slices are applied side by side: their events stand in any order between each other.
- **No values.** Events have ids, names, counts and codes, never texts of errors, and values of records only of jobs with \`--record-events values\`: others are looked up by the ids, by who may see them.
- **For so long.** Events are kept for \`RETENTION_EVENT_DAYS\` (7): so long may Kafka, or a client, be away. What is older is published no more.
- One page of records is one \`batch.processed\`; a run of a million records in pages of 100 makes ten thousand. Ask for the types that you need.`;
