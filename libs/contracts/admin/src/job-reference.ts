import { z } from 'zod';

/** Which job is meant. */
export const jobReference = z
  .object({
    id: z.uuid().describe('Id of the job; it stays the same for ever.'),
    name: z.string().describe('Name of the job as it is now.'),
  })
  .meta({ id: 'JobReference', description: 'A job, by id and name.' });

/** A job in the revision that something was done by. */
export const jobAtRevision = jobReference
  .extend({ revision: z.int().describe('Revision of the job definition that it goes by.') })
  .meta({ id: 'JobAtRevision', description: 'A job, and the revision of its definition.' });
