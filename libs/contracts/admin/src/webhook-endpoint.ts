import { findOtherList, parseValuesPath } from '@evenkeel/domain';
import { z } from 'zod';
import { timeView } from './json-object.js';

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

export const addWebhookEndpoint = z
  .strictObject({
    stream: z.string().min(1).max(200).describe('Stream of the connection that the deliveries are about.'),
    idPath: idPath
      .or(idPaths)
      .describe(
        "Path to the record's id in the body of a delivery; with `*` to those of many: `*.objectId`. Several are the parts of an id, in the order of the stream's own paths.",
      ),
    secret: z
      .string()
      .min(16)
      .max(500)
      .describe('Signs the deliveries (HMAC-SHA-256). One is made if none is given.')
      .optional(),
  })
  .meta({
    id: 'AddWebhookEndpoint',
    description: 'An address to which the provider of a connection may send what changed in one stream.',
  });

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
} as const;

export const webhookEndpointView = z
  .object({
    ...endpoint,
    secret: z.string().describe('Signs the deliveries. Shown this once, never again.'),
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
export const openEndpointList = z
  .object({ items: z.array(openEndpointView).describe('The open addresses, oldest first.') })
  .meta({ id: 'OpenWebhookEndpointList', description: 'The open addresses of a connection.' });
export type OpenEndpointList = z.output<typeof openEndpointList>;
