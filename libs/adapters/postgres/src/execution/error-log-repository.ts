import {
  MOST_LOGGED,
  type ErrorClass,
  type ErrorEntry,
  type ExecutionId,
  type Phase,
} from '@evenkeel/domain';
import type { ErrorLogRepository, Listed, ListRequest, LoggedError } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { ADD_ERRORS, ERROR_ENTRIES } from './statements.js';
import { listed } from '../table/keyset.js';

interface ErrorRow {
  readonly id: string;
  readonly at: Date;
  readonly phase: Phase;
  readonly external_id: string | null;
  readonly class: ErrorClass;
  readonly code: string;
  readonly message: string;
  readonly attempt: number;
}

export class PostgresErrorLogRepository implements ErrorLogRepository {
  constructor(private readonly session: Session) {}

  async add(executionId: ExecutionId, entries: readonly ErrorEntry[]): Promise<void> {
    const first = entries.slice(0, MOST_LOGGED);
    if (first.length === 0) return;
    await this.session.hot(ADD_ERRORS, [executionId, ...ERROR_ENTRIES.values(first)]);
  }

  async list(executionId: ExecutionId, request: ListRequest): Promise<Listed<LoggedError>> {
    const rows = await this.session.rows<ErrorRow>(
      `select * from execution_error where execution_id = $1 and id > coalesce($2::bigint, 0) order by id limit $3`,
      [executionId, request.after, request.limit + 1],
    );
    return listed(
      rows,
      request,
      (row) => row.id,
      ({ at, phase, external_id: externalId, class: errorClass, code, message, attempt }) => ({
        ...{ at, phase, externalId, attempt },
        problem: { errorClass, code, message },
      }),
    );
  }
}
