import { z } from 'zod';

/** What the admin service knows of the installation, for `evenkeel doctor`. */
export const statusView = z
  .object({
    version: z.string(),
    database: z.object({
      reachable: z.boolean(),
      /** How long it took to ask it the time. */
      latencyMs: z.number().nullable(),
      problem: z.string().nullable(),
    }),
    services: z.array(z.object({ name: z.string(), ready: z.boolean(), detail: z.string().nullable() })),
  })
  .meta({ id: 'Status' });
export type StatusView = z.output<typeof statusView>;
