import { PATH_CHOICES } from '@evenkeel/domain';
import { z } from 'zod';
import { chosenName, jsonObject } from './json-object.js';
import { quotaSchema, retrySchema } from './limits.js';
import { listOf } from './list.js';
import { problemView } from './problem.js';

/** Adds a connection. Credentials are sealed at once and never given back. */
export const addConnection = z
  .strictObject({
    name: chosenName,
    connector: z.string().min(1).max(100),
    settings: jsonObject.default({}),
    credentials: jsonObject.default({}),
    quota: quotaSchema.nullable().default(null),
    retry: retrySchema.nullable().default(null),
    /** How hard runs press whose job does not say. */
    path: z.enum(PATH_CHOICES).default('auto'),
  })
  .meta({ id: 'AddConnection' });

/** What a caller may write: fields with a default may be left out. */
export type AddConnectionRequest = z.input<typeof addConnection>;

/** Changes a connection: what is given replaces what there was as a whole, what is left out stays. */
export const changeConnection = z
  .strictObject({
    settings: jsonObject.optional(),
    credentials: jsonObject.optional(),
    quota: quotaSchema.nullable().optional(),
    retry: retrySchema.nullable().optional(),
    path: z.enum(PATH_CHOICES).optional(),
  })
  .meta({ id: 'ChangeConnection' });

/** What goes with a connection. */
export const removeConnectionQuery = z.object({
  /** Whether its jobs are removed with it; where not, a connection that has jobs is not removed. */
  jobs: z.stringbool().default(false),
  /** Whether the external references of those jobs are dropped, too. Records stay in any case. */
  detach: z.stringbool().default(false),
});

export const connectionRemovalView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    /** Names of the jobs that were removed with it. */
    jobs: z.array(z.string()),
    /** Executions that were cancelled for it. */
    cancelled: z.int(),
    /** `dropping`: they go in the background. */
    references: z.enum(['kept', 'dropping']),
  })
  .meta({ id: 'ConnectionRemoval' });
export type ConnectionRemovalView = z.output<typeof connectionRemovalView>;

export const connectionView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    connector: z.string(),
    settings: jsonObject,
    /** Null: the provider's own answers are the only limit. */
    quota: quotaSchema.nullable(),
    /** Null: as by default. */
    retry: retrySchema.nullable(),
    path: z.enum(PATH_CHOICES),
    status: z.enum(['active', 'needs_attention']),
    statusReason: z.string().nullable(),
  })
  .meta({ id: 'Connection' });
export type ConnectionView = z.output<typeof connectionView>;
export const connectionList = listOf(connectionView, 'ConnectionList');

/** Whether the provider can be reached and takes the credentials. */
export const connectionCheck = z
  .object({
    /** Whether the provider takes the credentials, and every stream can be read. */
    ok: z.boolean(),
    /** The first that was found; null: none. */
    problem: problemView.nullable(),
    /** Of each stream one page was asked for, and by their ids a record that is listed and one that there is not. */
    streams: z.array(
      z.object({
        stream: z.string(),
        /** Records of the page. */
        records: z.int(),
        /** What looks doubtful, in words. */
        doubts: z.array(z.string()),
        problem: problemView.nullable(),
      }),
    ),
  })
  .meta({ id: 'ConnectionCheck' });
export type ConnectionCheck = z.output<typeof connectionCheck>;

/** What lifting the pause of a connection did. */
export const resumedCalls = z
  .object({
    name: z.string(),
    /** Runs that waited for its end and go on. */
    executions: z.int(),
  })
  .meta({ id: 'ResumedCalls' });
export type ResumedCalls = z.output<typeof resumedCalls>;

export const streamView = z
  .object({
    name: z.string(),
    /** Records a page that suit it; null if the connector has no opinion. */
    pageSize: z.int().nullable(),
    incremental: z.boolean(),
    readOne: z.boolean(),
  })
  .meta({ id: 'Stream' });
export const streamList = z.object({ items: z.array(streamView) }).meta({ id: 'StreamList' });
export type StreamList = z.output<typeof streamList>;
