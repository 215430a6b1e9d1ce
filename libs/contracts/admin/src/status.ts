import { z } from 'zod';

const databaseState = z
  .object({
    reachable: z.boolean().describe('Whether the database answers.'),
    latencyMs: z
      .number()
      .nullable()
      .describe('Milliseconds it took to ask it the time; null where it does not answer.'),
    problem: z.string().nullable().describe('Why it does not answer; null where it does.'),
  })
  .meta({ id: 'DatabaseState', description: 'How the database fares.' });

const serviceState = z
  .object({
    name: z.string().describe('Name of the service.'),
    ready: z.boolean().describe('Whether it can do its work.'),
    detail: z.string().nullable().describe('What keeps it from that; null where nothing does.'),
  })
  .meta({ id: 'ServiceState', description: 'How a service fares.' });

export const statusView = z
  .object({
    version: z.string().describe('Version of Evenkeel that answers.'),
    database: databaseState.describe('How the database fares.'),
    services: z.array(serviceState).describe('The services that the answering process knows of.'),
  })
  .meta({ id: 'Status', description: 'What the admin service knows of the installation.' });
export type StatusView = z.output<typeof statusView>;
