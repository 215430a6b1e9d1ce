import { API_PREFIX, problemDetails } from '@evenkeel/contracts-admin';
import type { z } from 'zod';
import { EXIT } from '../exit-code.js';
import { AdminUnreachable, CliFailure } from '../failure.js';

const ANSWER_TIMEOUT_MS = 60_000;

export interface AdminRequest {
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Speaks HTTP with the admin API and nothing else: every failure comes out as one that a person can act on. */
export class AdminClient {
  constructor(readonly url: string) {}

  get<Answer extends z.ZodType>(
    path: string,
    answer: Answer,
    query: AdminRequest['query'] = {},
  ): Promise<z.output<Answer>> {
    return this.call('GET', path, answer, { query });
  }

  post<Answer extends z.ZodType>(
    path: string,
    answer: Answer,
    body: unknown = {},
    headers: AdminRequest['headers'] = {},
  ): Promise<z.output<Answer>> {
    return this.call('POST', path, answer, { body, headers });
  }

  put<Answer extends z.ZodType>(path: string, answer: Answer, body: unknown): Promise<z.output<Answer>> {
    return this.call('PUT', path, answer, { body });
  }

  patch<Answer extends z.ZodType>(
    path: string,
    answer: Answer,
    body: unknown,
    headers: AdminRequest['headers'] = {},
  ): Promise<z.output<Answer>> {
    return this.call('PATCH', path, answer, { body, headers });
  }

  delete<Answer extends z.ZodType>(
    path: string,
    answer: Answer,
    query: AdminRequest['query'] = {},
    headers: AdminRequest['headers'] = {},
  ): Promise<z.output<Answer>> {
    return this.call('DELETE', path, answer, { query, headers });
  }

  private async call<Answer extends z.ZodType>(
    method: string,
    path: string,
    answer: Answer,
    { query = {}, body, headers = {} }: AdminRequest,
  ): Promise<z.output<Answer>> {
    const address = new URL(`${this.url.replace(/\/+$/, '')}${API_PREFIX}/${path}`);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) address.searchParams.set(name, String(value));
    }
    const { status, text } = await this.send(address, {
      method,
      headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const content = parseJson(text);
    if (status >= 400) throw this.toFailure(status, content);
    const parsed = answer.safeParse(content);
    if (!parsed.success) throw this.strangeAnswer(`it does not speak our version of the API`);
    return parsed.data;
  }

  private async send(address: URL, init: RequestInit): Promise<{ status: number; text: string }> {
    try {
      const response = await fetch(address, { ...init, signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
      return { status: response.status, text: await response.text() };
    } catch (error) {
      throw new AdminUnreachable(this.url, causeOf(error));
    }
  }

  private toFailure(status: number, content: unknown): CliFailure {
    const problem = problemDetails.safeParse(content);
    if (!problem.success) return this.strangeAnswer(`it answered with status ${status}`);
    const { detail, remedy, code, errors = [] } = problem.data;
    const misused = status === 400 || status === 422;
    return new CliFailure(
      errors.length > 0 ? 'The request is not valid' : detail,
      remedy,
      misused ? EXIT.usage : EXIT.failed,
      code,
      errors.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)),
    );
  }

  private strangeAnswer(what: string): CliFailure {
    return new CliFailure(
      `Something that is not this Evenkeel answers at ${this.url}: ${what}`,
      'Say where the admin API is with --url or EVENKEEL_URL, and use the command line of its version.',
      EXIT.failed,
      'cli.strange_answer',
    );
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `fetch` says only that it failed; the reason is one level below. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message;
  return error.name === 'TimeoutError' ? 'no answer in time' : error.message;
}
