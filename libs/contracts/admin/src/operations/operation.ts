import type { ErrorCode, Role } from '@evenkeel/domain';
import { z } from 'zod';
import type { Tag } from './tags.js';

/** What becomes of a request that is sent twice: `yes`: the second changes nothing; `by key`: so if both carry one key. */
export const IDEMPOTENT = ['yes', 'by key', 'no'] as const;

export interface RequestShape {
  /** Of the placeholders in the path; text where nothing is said. */
  readonly params?: Readonly<Record<string, z.ZodType<string>>>;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType<object>;
}

/** A code of the error catalog, or all codes of a family that a request may meet with. */
export type RefusalCode = ErrorCode | 'config.*' | 'provider.*';

/** One operation of the admin API: everything that the faces, their description and the client follow from. */
export interface OperationShape {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the prefix of the API; `:job` is a placeholder. */
  readonly path: `/${string}`;
  readonly request: RequestShape;
  readonly answer: z.ZodType;
  /** The least that its caller must be. */
  readonly role: Role;
  /** It is about more than what the caller's tenant has: only callers of the first tenant may. */
  readonly ofInstallation?: true;
  readonly idempotent: (typeof IDEMPOTENT)[number];
  /** Of an answer that is no problem. */
  readonly status: 200 | 201 | 202;
  readonly summary: string;
  /** What a caller should know beyond the summary, in whole sentences. */
  readonly description: string;
  /** Codes with which it may refuse, besides those that follow from the rest of it. */
  readonly refusals?: readonly RefusalCode[];
  /** The group in which its description shows it. */
  readonly tag: Tag;
  /** Whether the caller may name the revision that it has seen, and whether the answer has one. */
  readonly revision?: { readonly checked?: true; readonly told?: true };
  /** Whether it can be followed: asked for `text/event-stream` it answers with server-sent events until the caller goes away. */
  readonly streams?: true;
  /** Where to look for what the answer tells of; `:id` is the id in the answer. */
  readonly location?: `/${string}`;
}

type Placeholders<Path extends string> = Path extends `${string}:${infer Rest}`
  ? Rest extends `${infer Name}/${infer Tail}`
    ? Name | Placeholders<Tail>
    : Rest
  : never;

type Fields<Part, Side extends 'input' | 'output'> = Part extends z.ZodType
  ? Side extends 'input'
    ? NonNullable<z.input<Part>>
    : z.output<Part>
  : unknown;

/** The fields of path, query and body together: no two of them have one name. */
export type RequestFields<Shape extends OperationShape, Side extends 'input' | 'output'> = {
  readonly [Name in Placeholders<Shape['path']>]: string;
} & Fields<Shape['request']['query'], Side> &
  Fields<Shape['request']['body'], Side>;

/** Of an operation that is told nothing but what its path says: anything else in its body is refused. */
export const nothing: z.ZodType<object, object | undefined> = z
  .strictObject({})
  .prefault({})
  .meta({ id: 'Nothing', description: 'An empty object: the path says everything.' });

/** An id in a path. What is not even one cannot name anything, but the store would refuse it with an error of its own. */
export const idParameter = z.guid({ error: 'must be an id (a UUID), as the list of them shows it' });

/** Keeps the literal types of a part of the table. */
export function operationsOf<const Part extends Readonly<Record<string, OperationShape>>>(part: Part): Part {
  return part;
}
