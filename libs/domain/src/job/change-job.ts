import { SyncError } from '../errors/sync-error.js';
import { canonicalText } from '../json-text/canonical-text.js';
import type { JsonObject } from '../json.js';
import type { DeleteCeiling, Job, JobContract, JobDefinition } from './job.js';

/** Of what has parts, those that are left out stay as they are. */
type Parts<Whole> = { readonly [Part in keyof Whole]?: Whole[Part] | undefined };

/** What a person wants to be otherwise; what is left out stays as it is. */
export type JobChange = Parts<Omit<JobDefinition, 'deleteCeiling' | 'contract'>> & {
  readonly name?: string | undefined;
  readonly deleteCeiling?: Parts<DeleteCeiling> | undefined;
  readonly contract?: Parts<JobContract> | undefined;
};

/** References and the watermark belong to these: with others it would be another job. */
const FIXED = ['stream', 'recordType', 'direction'] as const;

/**
 * The job as its next revision, or undefined where nothing would be otherwise. An execution keeps the revision it began
 * with. Throws `request.fixed_field`.
 */
export function changeJob(job: Job, { name = job.name, ...change }: JobChange): Job | undefined {
  const { deleteCeiling, contract, ...fields } = change;
  for (const field of FIXED) assertSame(field, job.definition[field], fields[field]);
  const definition: JobDefinition = {
    ...withParts(job.definition, fields),
    deleteCeiling: withParts(job.definition.deleteCeiling, deleteCeiling),
    contract: withParts(job.definition.contract, contract),
  };
  if (name === job.name && textOf(definition) === textOf(job.definition)) return undefined;
  return { ...job, name, definition, revision: job.revision + 1 };
}

/** Throws `request.fixed_field` if something else is wanted. */
export function assertSame(field: string, is: string, wanted: string | undefined): void {
  if (wanted === undefined || wanted === is) return;
  throw new SyncError('request.fixed_field', `The ${field} of a job cannot be changed: it is ${is}`);
}

/** Left out and undefined are the same here. */
function withParts<Whole extends object>(whole: Whole, parts: Parts<Whole> = {}): Whole {
  const given = Object.entries(parts).filter(([, value]) => value !== undefined);
  return { ...whole, ...(Object.fromEntries(given) as Partial<Whole>) };
}

function textOf(definition: JobDefinition): string {
  return canonicalText(definition as unknown as JsonObject);
}
