import { findOtherList, parseValuesPath } from '@evenkeel/domain';
import { z } from 'zod';
import { timeView } from './json-object.js';
import { changedWebhookRules, webhookRules, webhookRulesView } from './webhook-rules.js';

function isValuesPath(path: string, context: z.RefinementCtx): void {
  try {
    parseValuesPath(path);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
  }
}

function goThroughSameLists(paths: readonly string[], context: z.RefinementCtx): void {
  // Of what is no path itself is told already.
  if (context.issues.length > 0) return;
  const other = findOtherList(paths.map(parseValuesPath));
  if (other === undefined) return;
  context.addIssue({
    code: 'custom',
    path: [other],
    message:
      'goes through another list than a path before it, so that no entry could name a record by both; ' +
      'let all paths go through the lists of one of them (events.*.id and events.*.rows.*.day), or through none',
  });
}

const idPath = z.string().min(1).max(500).superRefine(isValuesPath);
const idPaths = z.array(idPath).min(2).max(10).superRefine(goThroughSameLists);

const secret = z.string().min(16).max(500);

const settings = z.object({
  stream: z.string().min(1).max(200).describe('Stream of the connection that the deliveries are about.'),
  idPath: idPath
    .or(idPaths)
    .describe(
      "Path to the record's id in the body of a delivery; with `*` to those of many: `*.objectId`. Several are the parts of an id, in the order of the stream's own paths.",
    ),
  verifyToken: z
    .string()
    .min(1)
    .max(500)
    .describe(
      'What Meta names when it asks whether the address is there (`hub.verify_token`). One is made if there is none.',
    ),
});

export const addWebhookEndpoint = z
  .strictObject({
    stream: settings.shape.stream,
    idPath: settings.shape.idPath,
    secret: secret
      .describe('Signs the deliveries. One is made if none is given; give it where the provider makes it.')
      .optional(),
    verifyToken: settings.shape.verifyToken.optional(),
    ...webhookRules,
  })
  .meta({
    id: 'AddWebhookEndpoint',
    description: 'An address to which the provider of a connection may send what changed in one stream.',
  });

export const changeWebhookEndpoint = z
  .strictObject({ ...settings.partial().shape, ...changedWebhookRules })
  .refine((given) => Object.keys(given).length > 0, 'says nothing: give what is to change')
  .meta({
    id: 'ChangeWebhookEndpoint',
    description:
      'What is left out stays; `hmac`, `sharedSecret` and `kinds` are given whole. Of another scheme, how deliveries are signed is given anew.',
  });

export const rotateWebhookSecret = z
  .strictObject({
    secret: secret.describe('The new secret. One is made if none is given.').optional(),
    validForSeconds: z
      .int()
      .min(0)
      .max(30 * 86_400)
      .describe('So long the old secret counts as well; 0: it was stolen.')
      .default(86_400),
  })
  .meta({ id: 'RotateWebhookSecret', description: 'Another secret for an address that stays.' });

const endpoint = {
  id: z.uuid().describe('Id of the endpoint.'),
  connectionId: z.uuid().describe('The connection.'),
  stream: z.string().describe('Stream that the deliveries are about.'),
  idPath: z
    .string()
    .or(z.array(z.string()))
    .describe("Path, or paths, to the record's id in the body of a delivery."),
  path: z
    .string()
    .describe(
      'Path below the address of the webhook gateway. Every caller that knows it may send, so it is unguessable.',
    ),
  ...webhookRulesView,
  previousUntil: timeView
    .nullable()
    .describe('Until when the secret that was replaced last counts as well; null: none was.'),
  revision: z.int().describe('How often a person has changed it, from 1; `If-Match` takes it as an ETag.'),
} as const;

export const webhookEndpointView = z
  .object({
    ...endpoint,
    secret: z.string().describe('Signs the deliveries. Shown this once, never again.'),
    verifyToken: z
      .string()
      .nullable()
      .describe('To be given to Meta beside the address; null in other schemes. Shown this once.'),
  })
  .meta({ id: 'WebhookEndpoint', description: 'An address for deliveries, and the secret that signs them.' });
export type WebhookEndpointView = z.output<typeof webhookEndpointView>;

export const openEndpointView = z
  .object({
    ...endpoint,
    createdAt: timeView.describe('When it was opened.'),
    deliveredAt: timeView.nullable().describe('When its last verified delivery came; null before the first.'),
    refusedSince: timeView
      .nullable()
      .describe('Since when deliveries to it are refused; null: none was since one was taken last.'),
    refusedFor: z.string().nullable().describe('Why the latest of them was refused; null where none was.'),
  })
  .meta({
    id: 'OpenWebhookEndpoint',
    description:
      'An address that is open. Its secret alone keeps others from sending, and is never shown again.',
  });
export type OpenEndpointView = z.output<typeof openEndpointView>;

export const changedEndpointView = openEndpointView
  .extend({
    verifyToken: z
      .string()
      .nullable()
      .describe('To be given to Meta, where one was made or given just now. Shown this once.'),
  })
  .meta({ id: 'ChangedWebhookEndpoint', description: 'An address as it is after a change.' });
export type ChangedEndpointView = z.output<typeof changedEndpointView>;
export const openEndpointList = z
  .object({ items: z.array(openEndpointView).describe('The open addresses, oldest first.') })
  .meta({ id: 'OpenWebhookEndpointList', description: 'The open addresses of a connection.' });
export type OpenEndpointList = z.output<typeof openEndpointList>;
