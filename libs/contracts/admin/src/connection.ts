import { PATH_CHOICES } from '@evenkeel/domain';
import { z } from 'zod';
import { count } from './count.js';
import { chosenName, jsonObject } from './json-object.js';
import { quotaSchema, retrySchema } from './limits.js';
import { flagInQuery, listOf } from './list.js';
import { force, forceInQuery, managedBy } from './managed.js';
import { problemView } from './problem.js';
import { writeKinds } from './write-abilities.js';

const SAYS = {
  connector: 'Which connector speaks to the provider, for example `rest` or `simulator`.',
  settings:
    'Settings of the connector. Their JSON Schema is at `GET /connectors/{connector}/schema`. Never put credentials here: settings are shown.',
  credentials:
    'Secrets that the connector sends to the provider. They are encrypted at once, bound to the hosts that the settings name, and never shown.',
  quota: 'What the provider allows. Null: its own answers (429, Retry-After) are the only limit.',
  retry: 'How failed calls are tried again. Null: with the defaults of RetryPolicy.',
  path: 'How hard runs press whose job does not say. `primary`: as quick as the quota allows; `enterprise`: paced, for fragile APIs; `auto`: decided with each run.',
} as const;

export const addConnection = z
  .strictObject({
    name: chosenName.describe('Unique name, 1-100 characters; it can stand wherever an id can.'),
    connector: z.string().min(1).max(100).describe(SAYS.connector),
    settings: jsonObject.describe(SAYS.settings).default({}),
    credentials: jsonObject.describe(SAYS.credentials).default({}),
    quota: quotaSchema.nullable().describe(SAYS.quota).default(null),
    retry: retrySchema.nullable().describe(SAYS.retry).default(null),
    path: z.enum(PATH_CHOICES).describe(SAYS.path).default('auto'),
  })
  .meta({
    id: 'AddConnection',
    description: 'A connection to add. Credentials are encrypted at once and never given back.',
  });

/** What a caller may write: fields with a default may be left out. */
export type AddConnectionRequest = z.input<typeof addConnection>;

export const changeConnection = z
  .strictObject({
    settings: jsonObject.describe(`${SAYS.settings} Left out: they stay.`).optional(),
    credentials: jsonObject
      .describe(
        `${SAYS.credentials} Left out: they stay, unless the settings lead to another host: then they are not sent until they are given again.`,
      )
      .optional(),
    quota: quotaSchema.nullable().describe(`${SAYS.quota} Left out: it stays.`).optional(),
    retry: retrySchema.nullable().describe(`${SAYS.retry} Left out: it stays.`).optional(),
    path: z.enum(PATH_CHOICES).describe(`${SAYS.path} Left out: it stays.`).optional(),
    force,
  })
  .meta({
    id: 'ChangeConnection',
    description:
      'A change of a connection: each field that is given replaces what there was as a whole, what is left out stays.',
  });

export const removeConnectionQuery = z.object({
  jobs: flagInQuery
    .describe(
      '`true`: its jobs are removed with it. `false` or left out: a connection that has jobs is not removed.',
    )
    .default(false),
  detach: flagInQuery
    .describe('`true`: the external references of those jobs are dropped, too. Records stay in any case.')
    .default(false),
  force: forceInQuery,
});

export const connectionRemovalView = z
  .object({
    id: z.uuid().describe('Id of the connection.'),
    name: z.string().describe('Name that it had; it is free now.'),
    jobs: z.array(z.string()).describe('Names of the jobs that were removed with it.'),
    cancelled: count.describe('How many executions were cancelled for it.'),
    references: z
      .enum(['kept', 'dropping'])
      .describe(
        'What becomes of the external references of its jobs; `dropping`: they go in the background.',
      ),
  })
  .meta({ id: 'ConnectionRemoval', description: 'What removing a connection did.' });
export type ConnectionRemovalView = z.output<typeof connectionRemovalView>;

export const connectionView = z
  .object({
    id: z.uuid().describe('Id of the connection.'),
    name: z.string().describe('Unique name of the connection.'),
    connector: z.string().describe(SAYS.connector),
    settings: jsonObject.describe('Settings of the connector, as they were given. They hold no credentials.'),
    quota: quotaSchema.nullable().describe(SAYS.quota),
    retry: retrySchema.nullable().describe(SAYS.retry),
    path: z.enum(PATH_CHOICES).describe(SAYS.path),
    status: z
      .enum(['active', 'needs_attention'])
      .describe('`needs_attention`: no run calls it until a person has corrected what `statusReason` says.'),
    statusReason: z.string().nullable().describe('Why it needs attention; null while it is active.'),
    revision: z.int().describe('How often a person has changed it, from 1; `If-Match` takes it as an ETag.'),
    managedBy,
  })
  .meta({ id: 'Connection', description: 'A configured connector, without its credentials.' });
export type ConnectionView = z.output<typeof connectionView>;
export const connectionList = listOf(connectionView, 'ConnectionList');

const checkedStream = z
  .object({
    stream: z.string().describe('Name of the stream.'),
    records: count.describe('Records of the page.'),
    writes: writeKinds.describe('How its records are said to be written; nothing of that is tried.'),
    doubts: z.array(z.string()).describe('What looks doubtful, in words.'),
    problem: problemView.nullable().describe('Why it cannot be read; null: it can.'),
  })
  .meta({ id: 'CheckedStream', description: 'What came of asking for one page of a stream.' });

export const connectionCheck = z
  .object({
    ok: z.boolean().describe('Whether the provider takes the credentials, and every stream can be read.'),
    problem: problemView.nullable().describe('The first problem that was found; null: none.'),
    streams: z
      .array(checkedStream)
      .describe(
        'Of each stream one page was asked for, and by their ids a record that is listed and one that there is not.',
      ),
  })
  .meta({ id: 'ConnectionCheck', description: 'What the provider said when it was asked.' });
export type ConnectionCheck = z.output<typeof connectionCheck>;

export const resumedCalls = z
  .object({
    name: z.string().describe('Name of the connection.'),
    executions: count.describe('How many runs waited for the end of the pause and go on now.'),
  })
  .meta({ id: 'ResumedCalls', description: 'What lifting the pause of a connection did.' });
export type ResumedCalls = z.output<typeof resumedCalls>;
