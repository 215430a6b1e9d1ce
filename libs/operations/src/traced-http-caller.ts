import {
  describeProblem,
  describeShape,
  isJsonObject,
  STRUCK_OUT,
  strikeOut,
  SyncError,
  waysToWrite,
  type JsonObject,
  type JsonValue,
  type TriedCall,
} from '@evenkeel/domain';
import { HttpCaller, type Clock, type HttpCall, type JsonAnswer } from '@evenkeel/ports';

/** How calls are told to a person, and what of them is not. */
export interface CallTrace {
  readonly told: (call: TriedCall) => void;
  readonly clock: Clock;
  /** The connection is there for this session only: what it were given in exchange for a credential would be lost. */
  readonly isPassing: boolean;
  /** Whatever is a text in it is struck out of what is told. */
  readonly credentials: JsonObject;
}

const USED_UP =
  'This trial would use up the refresh token, and what the provider gives in place of it would not be kept';

/** Tells each call that it makes, and what came of it. */
export class TracedHttpCaller extends HttpCaller {
  constructor(
    private readonly http: HttpCaller,
    private readonly trace: CallTrace,
  ) {
    super();
  }

  async json(call: HttpCall): Promise<JsonAnswer> {
    if (this.trace.isPassing && call.token?.kind === 'refresh_token')
      throw new SyncError('config.trial_uses_up', USED_UP);
    const begunMs = this.trace.clock.monotonicMs();
    try {
      const answer = await this.http.json(call);
      const { status, body } = answer;
      this.tell(call, begunMs, { status, answer: describeShape(body), problem: null });
      return answer;
    } catch (error) {
      const status = error instanceof SyncError ? (error.status ?? null) : null;
      this.tell(call, begunMs, { status, answer: null, problem: describeProblem(error) });
      throw error;
    }
  }

  private tell(
    call: HttpCall,
    begunMs: number,
    came: Pick<TriedCall, 'status' | 'answer' | 'problem'>,
  ): void {
    const { clock, credentials, told } = this.trace;
    const secrets = textsIn(credentials).flatMap(waysToWrite);
    // Also the shortest of them: what a trial shows is read by others than those who know the credentials.
    const clean = (text: string) => strikeOut(text, secrets, 1);
    told({
      method: call.method,
      url: clean(call.told ?? withoutQuery(call.url)),
      headers: cleanHeaders(call.headers ?? {}, clean),
      body: call.body === undefined ? null : clean(call.body),
      tookMs: Math.round(clock.monotonicMs() - begunMs),
      ...came,
    });
  }
}

/** It holds a secret in whatever form. */
const SECRET_HEADERS = new Set(['authorization', 'proxy-authorization', 'cookie']);

function cleanHeaders(
  headers: Readonly<Record<string, string>>,
  clean: (text: string) => string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      SECRET_HEADERS.has(name.toLowerCase()) ? STRUCK_OUT : clean(value),
    ]),
  );
}

function textsIn(value: JsonValue): readonly string[] {
  if (typeof value === 'string') return [value];
  const inner = Array.isArray(value) ? value : isJsonObject(value) ? Object.values(value) : [];
  return inner.flatMap((part: JsonValue) => textsIn(part));
}

function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
