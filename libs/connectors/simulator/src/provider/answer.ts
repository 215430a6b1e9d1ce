export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** Bytes after which the connection is cut, although the headers promise the whole body. */
  readonly cutAfterBytes?: number;
}

export function json(body: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body };
}

export function refusal(
  status: number,
  code: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const body = JSON.stringify({ error: { code, message: `The simulator says ${code}` } });
  return { ...json(body, headers), status };
}

/** What a fault that is not an answer makes of a call. */
export const NO_ANSWER = Symbol('no answer');
export const CUT = Symbol('cut');
export type Reply = Answer | typeof NO_ANSWER | typeof CUT;
