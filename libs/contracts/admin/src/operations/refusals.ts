import { errorCatalog, type ErrorCode } from '@evenkeel/domain';
import { statusOf } from '../problem-status.js';
import type { OperationShape } from './operation.js';

/** Of every request: its shape, its caller and its body are looked at before its operation, and a database may be away. */
const OF_ALL: readonly ErrorCode[] = [
  'request.invalid',
  'request.unauthenticated',
  'request.forbidden',
  'request.foreign',
  'request.too_large',
  'request.too_many',
  'request.not_json',
  'system.token_issuer',
  'system.database',
  'system.unexpected',
];

const CODES = Object.keys(errorCatalog) as ErrorCode[];

/** The codes with which an operation may refuse a request, in the order of the catalog. */
export function refusalCodes({
  path,
  revision,
  idempotent,
  refusals = [],
}: OperationShape): readonly ErrorCode[] {
  const named = new Set<string>([
    ...OF_ALL,
    ...refusals,
    ...(path.includes(':') ? ['request.not_found'] : []),
    ...(revision?.checked ? ['request.stale'] : []),
    ...(idempotent === 'by key' ? ['request.key_reused'] : []),
  ]);
  return CODES.filter((code) => named.has(code) || named.has(code.replace(/\..*/, '.*')));
}

/** The same by the status of the answer, in ascending order. */
export function refusalStatuses(operation: OperationShape): ReadonlyMap<number, readonly ErrorCode[]> {
  const codes = refusalCodes(operation);
  const statuses = [...new Set(codes.map(statusOf))].sort((one, other) => one - other);
  return new Map(statuses.map((status) => [status, codes.filter((code) => statusOf(code) === status)]));
}
