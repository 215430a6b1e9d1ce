import {
  ACTOR_HEADER,
  OPERATIONS,
  parseJson,
  problemDetails,
  type AnswerOf,
  type CallOf,
  type OperationId,
  type OperationShape,
} from '@evenkeel/contracts-admin';
import { AdminAway, AdminRefusal, StrangeAnswer } from './errors.js';
import { streamedEvents, type StreamCall, type StreamedEvent, type StreamId } from './event-stream.js';
import { requestOf, type HttpRequest } from './request-of.js';

export interface AdminClientOptions {
  /** Who asks, for the trail; the admin API has a name for those who do not say. */
  readonly actor?: string;
  /** Proves who asks: an API key, or a token of the identity provider. */
  readonly token?: string;
  /** How long an answer may take. */
  readonly timeoutMs?: number;
}

export interface CallOptions {
  /** Two calls with one key are one. */
  readonly key?: string | undefined;
  /** The revision that was seen: what is at another one is refused with `request.stale`. */
  readonly revision?: number | undefined;
  /** How long the answer may take, where that is longer than usual. */
  readonly timeoutMs?: number;
}

export interface FollowOptions {
  /** Ends it. */
  readonly signal?: AbortSignal;
  readonly silenceMs?: number;
}

const ANSWER_TIMEOUT_MS = 60_000;
const SILENCE_MS = 45_000;

/** Calls the operations of the admin API over HTTP, by their ids. */
export class AdminClient {
  constructor(
    readonly url: string,
    private readonly options: AdminClientOptions = {},
  ) {}

  /** Rejects with {@link AdminRefusal}, {@link AdminAway} or {@link StrangeAnswer}. */
  async call<Id extends OperationId>(
    id: Id,
    call: CallOf<Id>,
    options: CallOptions = {},
  ): Promise<AnswerOf<Id>> {
    const request = requestOf(OPERATIONS[id], call);
    const { status, text } = await this.send(request, options);
    const content = contentOf(text);
    if (status >= 400) throw this.refusal(request, status, content);
    return this.answerOf(id, content);
  }

  /**
   * Server-sent events, as they come, behind `after` where it is given. Ends, or rejects with {@link AdminAway}, where the server goes
   * away: the `id` of the last event is where to go on. Nothing for `silenceMs` counts as gone, too: a comment comes more often.
   */
  async *follow<Id extends StreamId>(
    id: Id,
    call: StreamCall<Id>,
    { signal, silenceMs = SILENCE_MS }: FollowOptions = {},
  ): AsyncGenerator<StreamedEvent> {
    const request = requestOf(OPERATIONS[id], call);
    const gone = new AbortController();
    const tooSilent = () => gone.abort(new Error('nothing came for too long'));
    let silence = setTimeout(tooSilent, silenceMs);
    const heard = (bytes: Uint8Array): Uint8Array => {
      clearTimeout(silence);
      silence = setTimeout(tooSilent, silenceMs);
      return bytes;
    };
    const until = signal === undefined ? gone.signal : AbortSignal.any([signal, gone.signal]);
    try {
      const response = await this.fetch(request, { accept: 'text/event-stream' }, until);
      if (response.status >= 400)
        throw this.refusal(request, response.status, contentOf(await response.text()));
      if (response.headers.get('content-type') !== 'text/event-stream' || response.body === null)
        throw new StrangeAnswer(this.url, 'it does not speak our version of the API');
      yield* streamedEvents(
        response.body.pipeThrough(
          new TransformStream<Uint8Array, Uint8Array>({ transform: (bytes, to) => to.enqueue(heard(bytes)) }),
        ),
      );
    } catch (error) {
      if (error instanceof AdminRefusal || error instanceof StrangeAnswer || error instanceof AdminAway)
        throw error;
      throw new AdminAway(this.url, causeOf(error));
    } finally {
      clearTimeout(silence);
      gone.abort();
    }
  }

  /** Throws {@link StrangeAnswer} where it is none of this version. */
  answerOf<Id extends OperationId>(id: Id, content: unknown): AnswerOf<Id> {
    const { answer }: OperationShape = OPERATIONS[id];
    const parsed = answer.safeParse(content);
    if (!parsed.success) throw new StrangeAnswer(this.url, 'it does not speak our version of the API');
    return parsed.data as AnswerOf<Id>;
  }

  private async send(
    request: HttpRequest,
    { key, revision, timeoutMs = this.options.timeoutMs ?? ANSWER_TIMEOUT_MS }: CallOptions,
  ): Promise<{ readonly status: number; readonly text: string }> {
    const headers = {
      accept: 'application/json',
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...(revision === undefined ? {} : { 'if-match': `"${revision}"` }),
    };
    try {
      const response = await this.fetch(request, headers, AbortSignal.timeout(timeoutMs));
      return { status: response.status, text: await response.text() };
    } catch (error) {
      throw new AdminAway(this.url, causeOf(error), (error as Error).name === 'TimeoutError');
    }
  }

  private fetch(
    { method, path, body }: HttpRequest,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Response> {
    const { actor, token } = this.options;
    return fetch(new URL(`${this.url.replace(/\/+$/, '')}${path}`), {
      method,
      headers: {
        ...headers,
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(actor === undefined ? {} : { [ACTOR_HEADER]: encodeURIComponent(actor) }),
      },
      signal,
      ...(body === undefined ? {} : { body }),
    });
  }

  private refusal({ method, path }: HttpRequest, status: number, content: unknown): Error {
    const problem = problemDetails.safeParse(content);
    return problem.success
      ? new AdminRefusal(`${method} ${path}`, problem.data)
      : new StrangeAnswer(this.url, `it answered with status ${status}`);
  }
}

function contentOf(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** `fetch` says only that it failed; the reason is one level below. */
function causeOf(error: unknown): string {
  const { name, message, cause } = error as Error;
  const { code, message: reason } = (cause ?? {}) as { readonly code?: unknown; readonly message?: string };
  if (typeof code === 'string') return code;
  return reason ?? (name === 'TimeoutError' ? 'no answer in time' : message);
}
