import { statusOf } from '@evenkeel/contracts-admin';
import { errorCatalog, type ErrorCode } from '@evenkeel/domain';

/** The codes of gRPC that are made use of here, by their names in its specification. */
export const GRPC_CODES = {
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  UNAUTHENTICATED: 16,
} as const;

type Name = keyof typeof GRPC_CODES;

/** What HTTP says of several, gRPC tells apart. */
const BY_CODE: Partial<Record<ErrorCode, Name>> = {
  'request.already_exists': 'ALREADY_EXISTS',
  'request.key_reused': 'ALREADY_EXISTS',
  'request.fixed_field': 'INVALID_ARGUMENT',
};

const BY_STATUS: Readonly<Record<number, Name>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  405: 'UNIMPLEMENTED',
  409: 'FAILED_PRECONDITION',
  412: 'ABORTED',
  413: 'RESOURCE_EXHAUSTED',
  415: 'INVALID_ARGUMENT',
  422: 'FAILED_PRECONDITION',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
};

/** Programs that are told `UNAVAILABLE` try again by themselves: of a provider that is only where that may help. */
export function grpcCodeOf(code: ErrorCode): number {
  const { errorClass } = errorCatalog[code];
  const mayPass = errorClass === 'transient' || errorClass === 'rate_limit';
  const ofProvider: Name = mayPass ? 'UNAVAILABLE' : 'FAILED_PRECONDITION';
  return GRPC_CODES[BY_CODE[code] ?? BY_STATUS[statusOf(code)] ?? ofProvider];
}
