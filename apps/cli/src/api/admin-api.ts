import {
  AdminAway,
  AdminClient,
  AdminRefusal,
  StrangeAnswer,
  type CallOptions,
  type FollowOptions,
  type StreamCall,
  type StreamedEvent,
  type StreamId,
} from '@evenkeel/client-admin';
import type { AnswerOf, CallOf, OperationId } from '@evenkeel/contracts-admin';
import { EXIT } from '../exit-code.js';
import { AdminUnreachable, CliFailure } from '../failure.js';

/** For commands that look whether all is well: they are asked where it may not be, and then say so soon. */
export const SOON: CallOptions = { timeoutMs: 15_000 };

/** The admin API for commands: every failure comes out as one that a person can act on. */
export class AdminApi {
  private readonly client: AdminClient;

  constructor(
    readonly url: string,
    actor: string,
    token?: string,
  ) {
    this.client = new AdminClient(url, { actor, ...(token === undefined ? {} : { token }) });
  }

  async call<Id extends OperationId>(id: Id, call: CallOf<Id>, options?: CallOptions): Promise<AnswerOf<Id>> {
    try {
      return await this.client.call(id, call, options);
    } catch (error) {
      throw toFailure(error);
    }
  }

  /** What was told outside of an answer, as the answer that it would be. */
  answerOf<Id extends OperationId>(id: Id, content: unknown): AnswerOf<Id> {
    try {
      return this.client.answerOf(id, content);
    } catch (error) {
      throw toFailure(error);
    }
  }

  /** Ends where the server does: what comes after its last event is told to those who ask again behind that. */
  async *follow<Id extends StreamId>(
    id: Id,
    call: StreamCall<Id>,
    options?: FollowOptions,
  ): AsyncGenerator<StreamedEvent> {
    try {
      yield* this.client.follow(id, call, options);
    } catch (error) {
      throw toFailure(error);
    }
  }
}

function toFailure(error: unknown): unknown {
  if (error instanceof AdminAway) return new AdminUnreachable(error.url, error.why, error.isSilent);
  if (error instanceof AdminRefusal) return refusal(error);
  if (!(error instanceof StrangeAnswer)) return error;
  return new CliFailure(
    error.message,
    'Say where the admin API is with --url or EVENKEEL_URL, and use the command line of its version.',
    EXIT.failed,
    'cli.strange_answer',
  );
}

function refusal({ problem }: AdminRefusal): CliFailure {
  const { status, title, detail, remedy, code, errors = [] } = problem;
  const misused = status === 400 || status === 422;
  return new CliFailure(
    errors.length > 0 ? title : detail,
    remedy,
    misused ? EXIT.usage : EXIT.failed,
    code,
    errors.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)),
  );
}
