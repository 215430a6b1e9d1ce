import { SyncError } from '../errors/sync-error.js';
import { canonicalText } from '../json-text/canonical-text.js';
import type { JsonObject } from '../json.js';
import type { DeleteCeiling, Job, JobDefinition } from './job.js';

/** What a person wants to be otherwise; what is left out stays as it is. */
export type JobChange = {
  readonly [Field in keyof Omit<JobDefinition, 'deleteCeiling'>]?: JobDefinition[Field] | undefined;
} & {
  readonly name?: string | undefined;
  readonly deleteCeiling?: { readonly [Field in keyof DeleteCeiling]?: number | undefined } | undefined;
};

/** References and the watermark belong to these: with others it would be another job. */
const FIXED = ['stream', 'recordType'] as const;

/**
 * The job as its next revision, or undefined where nothing would be otherwise. An execution keeps the revision it began
 * with. Throws `request.fixed_field`.
 */
export function changeJob(
  job: Job,
  { name = job.name, deleteCeiling, ...change }: JobChange,
): Job | undefined {
  for (const field of FIXED) assertSame(field, job.definition[field], change[field]);
  const ceiling = { ...job.definition.deleteCeiling, ...given(deleteCeiling ?? {}) };
  const definition = { ...job.definition, ...given(change), deleteCeiling: ceiling };
  if (name === job.name && textOf(definition) === textOf(job.definition)) return undefined;
  return { ...job, name, definition, revision: job.revision + 1 };
}

/** Throws `request.fixed_field` if something else is wanted. */
export function assertSame(field: string, is: string, wanted: string | undefined): void {
  if (wanted === undefined || wanted === is) return;
  throw new SyncError('request.fixed_field', `The ${field} of a job cannot be changed: it is ${is}`);
}

type Given<Changed> = { [Field in keyof Changed]?: Exclude<Changed[Field], undefined> };

/** Left out and undefined are the same here. */
function given<Changed extends object>(change: Changed): Given<Changed> {
  const entries = Object.entries(change).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Given<Changed>;
}

function textOf(definition: JobDefinition): string {
  return canonicalText(definition as unknown as JsonObject);
}
