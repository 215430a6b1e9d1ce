import { z } from 'zod';

/** The services that send and receive messages. */
export const SERVICE_NAMES = [
  'scheduler',
  'reconciler',
  'coordinator',
  'executor-worker',
  'ingestion',
  'webhook-gateway',
  'admin',
] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

/** Every message belongs to one tenant, and its payload says which. */
type OfTenant = z.ZodType<{ readonly tenantId: string }>;

/** The schema of a payload: what it says, and whose it is. */
export function ofTenant<Shape extends z.ZodRawShape>(shape: Shape) {
  // The id of the default tenant is of no version of UUID.
  return z.object({ tenantId: z.guid(), ...shape });
}

export const EXAMPLE_TENANT = '00000000-0000-0000-0000-000000000001';

/** One kind of message: who says it to whom, and in what shape. Any message may be lost, doubled, delayed or replayed. */
export interface MessageDefinition<Schema extends OfTenant = OfTenant> {
  /** The name that its folder, topic, handler and documentation share. */
  readonly name: string;
  /** `evenkeel.<name>.v<version>`. */
  readonly topic: string;
  /** One sentence for `docs/messages.md`. */
  readonly summary: string;
  readonly from: readonly ServiceName[];
  readonly to: readonly ServiceName[];
  readonly schema: Schema;
  /** Messages of one key reach their handler in the order they were sent. */
  readonly key: (payload: z.output<Schema>) => string;
  /** Must parse for as long as this version lives. */
  readonly example: z.input<Schema>;
}

export type PayloadOf<Definition> =
  Definition extends MessageDefinition<infer Schema> ? z.output<Schema> : never;

export function message<Schema extends OfTenant>(
  definition: MessageDefinition<Schema>,
): MessageDefinition<Schema> {
  return definition;
}
