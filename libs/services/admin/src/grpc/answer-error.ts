import { Metadata, type ServiceError } from '@grpc/grpc-js';
import type { PackageDefinition } from '@grpc/proto-loader';
import type { ProblemDetails } from '@evenkeel/contracts-admin';
import { grpcCodeOf, type Message } from '@evenkeel/contracts-grpc';
import { SyncError, type ErrorCode } from '@evenkeel/domain';
import { describeFailure } from '../http/describe-failure.js';
import { messageDefinition } from './definitions.js';

/** What clients take of headers and trailers is little, often 8 KiB in all; this goes as base64. */
const LARGEST_STATUS_BYTES = 4_096;
const LONGEST_TEXT = 1_000;

/** Where the codes of `ErrorInfo` are from. */
const DOMAIN = 'evenkeel';

/** What a caller of a method is told of what was thrown; what went wrong here is also logged. */
export type AnswerFailure = (error: unknown, method: string) => ServiceError;

/** Anything thrown as what a caller is told: a status with `google.rpc.Status` in its trailers, which says what HTTP says of it. */
export class AnswerError {
  constructor(private readonly definitions: PackageDefinition) {}

  answerOf(error: unknown): { readonly answer: ServiceError; readonly problem: ProblemDetails } {
    const problem = describeFailure(error);
    const code = grpcCodeOf(problem.code as ErrorCode);
    const details = cut(problem.detail);
    const waitMs = error instanceof SyncError ? error.waitMs : undefined;
    const metadata = new Metadata();
    const violations = (problem.errors ?? []).map(({ path, message }) => ({
      field: path,
      description: cut(message),
    }));
    let status: Buffer;
    do {
      const all = [...this.detailsOf(problem, waitMs), ...this.fieldsOf(violations)];
      status = this.pack('google.rpc.Status', { code, message: details, details: all });
      // As many of the fields as there is room for.
    } while (status.length > LARGEST_STATUS_BYTES && violations.pop() !== undefined);
    metadata.set('grpc-status-details-bin', status);
    const answer = Object.assign(new Error(details), { code, details, metadata });
    return { answer, problem };
  }

  private detailsOf(problem: ProblemDetails, waitMs: number | undefined): readonly Message[] {
    const { code, errorClass = '', remedy, title } = problem;
    const metadata = { class: errorClass, remedy, meaning: title };
    const info = this.any('google.rpc.ErrorInfo', { reason: code, domain: DOMAIN, metadata });
    if (waitMs === undefined) return [info];
    const delay = { seconds: Math.floor(waitMs / 1_000), nanos: Math.round(waitMs % 1_000) * 1_000_000 };
    return [info, this.any('google.rpc.RetryInfo', { retry_delay: delay })];
  }

  private fieldsOf(violations: readonly Message[]): readonly Message[] {
    return violations.length === 0
      ? []
      : [this.any('google.rpc.BadRequest', { field_violations: [...violations] })];
  }

  private any(type: string, value: Message): Message {
    return { type_url: `type.googleapis.com/${type}`, value: this.pack(type, value) };
  }

  private pack(type: string, value: Message): Buffer {
    return messageDefinition(this.definitions, type).serialize(value);
  }
}

/** Half surrogates, which a caller can send and a cut can make, are no text that could be sent. */
function cut(text: string): string {
  const short = text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)}…`;
  return Buffer.from(short).toString();
}
