import type { ErrorClass } from './error-class.js';
import { errorCatalog, type ErrorCode } from './error-catalog.js';
import type { FieldError } from './invalid-fields.js';

/** What is said of a refused request besides what the catalog says of its code. */
export interface RefusedRequest {
  readonly code: ErrorCode;
  /** What happened this time. */
  readonly detail: string;
  /** Of the HTTP answer. */
  readonly status: number;
  /** Path of the request. */
  readonly instance?: string | undefined;
  readonly errors?: readonly FieldError[] | undefined;
}

/** The members of a problem (RFC 9457) with those that are our own: `code`, `errorClass`, `remedy` and `errors`. */
export interface RequestProblem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance?: string;
  code: ErrorCode;
  errorClass: ErrorClass;
  remedy: string;
  errors?: FieldError[];
}

export function toRequestProblem({ code, detail, status, instance, errors }: RefusedRequest): RequestProblem {
  const { meaning, remedy, errorClass } = errorCatalog[code];
  return {
    type: `urn:evenkeel:problem:${code}`,
    title: meaning,
    status,
    detail,
    ...(instance === undefined ? {} : { instance }),
    code,
    errorClass,
    remedy,
    ...(errors === undefined ? {} : { errors: [...errors] }),
  };
}
