import {
  CONFIGURATION_KINDS,
  STORED_SECRET,
  type ConfigurationKind,
  type JsonObject,
} from '@evenkeel/domain';
import { z } from 'zod';
import { addConnection } from './connection.js';
import { addGroup } from './group.js';
import { addJob } from './job.js';
import { addNotificationChannel } from './notification-channel.js';
import { setRecordType } from './record-type.js';

const REFERENCE_SAYS = `A secret by reference: \`env:NAME\` or \`file:PATH\`, which the server resolves; \`${STORED_SECRET}\`: as it is stored already.`;
/** What stands there is not told: it may be a secret. */
const secretReference = z
  .string()
  .regex(/^(?:stored|env:[A-Za-z_][A-Za-z0-9_]*|file:[^\s/\\][^\\]*)$/, {
    error: `must be a reference, \`env:NAME\` or \`file:PATH\` (or \`${STORED_SECRET}\`): a secret never stands in a document`,
  })
  .max(1000)
  .describe(REFERENCE_SAYS);

const credentials: z.ZodType<JsonObject, JsonObject> = z
  .record(z.string(), z.union([secretReference, z.lazy(() => credentials)], { error: inlineSays }))
  .meta({
    id: 'CredentialReferences',
    description: `Credentials of the connection, each value by reference. ${REFERENCE_SAYS}`,
  });

function inlineSays(): string {
  return `must be a reference, \`env:NAME\` or \`file:PATH\` (or \`${STORED_SECRET}\`): a secret never stands in a document`;
}

/** The same fields without the name, which a document has in its metadata. */
function specOf<Fields extends { readonly name: z.ZodType }>(fields: Fields): Omit<Fields, 'name'> {
  const { name: _, ...rest } = fields;
  return rest;
}

const { webhook, slack, email, ...ofChannels } = specOf(addNotificationChannel.shape);

/** What a document of each kind may say: the fields of the forms, with secrets by reference. */
export const CONFIGURATION_SPECS = {
  Connection: z
    .strictObject({
      ...specOf(addConnection.shape),
      credentials: credentials.describe('Secrets that the connector sends, by reference.').default({}),
    })
    .meta({ id: 'ConnectionSpec', description: 'A configured connector, with its secrets by reference.' }),
  RecordType: z
    .strictObject({
      schema: setRecordType.shape.schema.unwrap().default(null),
      match: setRecordType.shape.match.unwrap().default(null),
      sensitive: setRecordType.shape.sensitive.unwrap().default([]),
    })
    .meta({ id: 'RecordTypeSpec', description: 'What records of a type have to be like.' }),
  Job: z
    .strictObject(specOf(addJob.shape))
    .meta({ id: 'JobSpec', description: 'What is to be synced, how and when. It names others by name.' }),
  Group: z
    .strictObject(specOf(addGroup.shape))
    .meta({ id: 'GroupSpec', description: 'Jobs that run together.' }),
  NotificationChannel: z
    .strictObject({
      ...ofChannels,
      webhook: webhook.unwrap().extend({ url: secretReference, secret: secretReference }).optional(),
      slack: slack.unwrap().extend({ url: secretReference }).optional(),
      email: email.unwrap().extend({ password: secretReference.optional() }).optional(),
    })
    .refine((given) => CHANNELS.filter((kind) => given[kind] !== undefined).length === 1, {
      error: 'must have one of `webhook`, `slack` and `email`',
    })
    .meta({
      id: 'NotificationChannelSpec',
      description: 'A place where people are told, secrets by reference.',
    }),
} as const satisfies Readonly<Record<ConfigurationKind, z.ZodObject>>;

const CHANNELS = ['webhook', 'slack', 'email'] as const;

const DEFAULTS: ReadonlyMap<ConfigurationKind, JsonObject> = new Map(
  CONFIGURATION_KINDS.map((kind) => [
    kind,
    Object.fromEntries(
      Object.entries(CONFIGURATION_SPECS[kind].shape as Readonly<Record<string, z.ZodType>>).flatMap(
        ([name, field]) =>
          field instanceof z.ZodDefault ? [[name, field.parse(undefined) as JsonObject]] : [],
      ),
    ),
  ]),
);

/** What a document of this kind says where it says nothing. */
export function configurationDefaults(kind: ConfigurationKind): JsonObject {
  return DEFAULTS.get(kind) ?? {};
}
