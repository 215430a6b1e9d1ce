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

/** Opens an address to which the provider of a connection may send what changed in one stream. */
export const addWebhookEndpoint = z
  .strictObject({
    stream: z.string().min(1).max(200),
    /**
     * Path to the record's id in the body of a delivery; with `*` to those of many: `*.objectId`. Several are the parts of an id, in the order
     * of the stream's own paths.
     */
    idPath: idPath.or(idPaths),
    /** Signs the deliveries (HMAC-SHA-256). One is made if none is given. */
    secret: z.string().min(16).max(500).optional(),
  })
  .meta({ id: 'AddWebhookEndpoint' });

export const webhookEndpointView = z
  .object({
    id: z.uuid(),
    connectionId: z.uuid(),
    stream: z.string(),
    idPath: z.string().or(z.array(z.string())),
    /** Below the address of the webhook gateway. Every caller that knows it may send, so it is unguessable. */
    path: z.string(),
    /** Shown this once, never again. */
    secret: z.string(),
  })
  .meta({ id: 'WebhookEndpoint' });
export type WebhookEndpointView = z.output<typeof webhookEndpointView>;

/** An address that is open. Only its secret keeps others from sending, and that is never shown again. */
export const openEndpointView = z
  .object({
    id: z.uuid(),
    connectionId: z.uuid(),
    stream: z.string(),
    idPath: z.string().or(z.array(z.string())),
    path: z.string(),
    createdAt: timeView,
    /** When its last verified delivery came; null before the first. */
    deliveredAt: timeView.nullable(),
  })
  .meta({ id: 'OpenWebhookEndpoint' });
export type OpenEndpointView = z.output<typeof openEndpointView>;
export const openEndpointList = z
  .object({ items: z.array(openEndpointView) })
  .meta({ id: 'OpenWebhookEndpointList' });
export type OpenEndpointList = z.output<typeof openEndpointList>;
