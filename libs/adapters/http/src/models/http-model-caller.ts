import { readCompletion, strikeOut, SyncError, waysToWrite, type ModelQuestion } from '@evenkeel/domain';
import {
  ModelCaller,
  type CalledModel,
  type HttpCall,
  type HttpCaller,
  type HttpCallers,
  type JsonAnswer,
  type ModelReply,
} from '@evenkeel/ports';
import { ANSWER_FORMS, type AnswerForm } from './answer-forms.js';

/** One try: when a model is asked again is decided where its budget is known. */
const ONE_TRY = { maxAttempts: 1, initialMs: 1, multiplier: 1, capMs: 1, jitter: 0 };
const LARGEST_ANSWER = 1024 * 1024;
/** How servers say that they do not know a parameter. */
const REFUSALS = [400, 422];

/** Asks servers that answer chat completions as OpenAI's do, by the guarded caller: with its breaker, deadline, address guard and size limit. */
export class HttpModelCaller extends ModelCaller {
  /** How each model takes its questions, once it has taken one: by id and revision. */
  private readonly forms = new Map<string, AnswerForm>();

  constructor(private readonly callers: HttpCallers) {
    super();
  }

  async ask(model: CalledModel, question: ModelQuestion, signal: AbortSignal): Promise<ModelReply> {
    const caller = this.callerOf(model, signal);
    const known = this.forms.get(keyOf(model));
    const forms = known === undefined ? ANSWER_FORMS : [known];
    const { answer, form, calls } = await firstTaken(forms, (each) =>
      caller.json(callOf(model, question, each)),
    );
    this.forms.set(keyOf(model), form);
    return { ...withoutKey(readCompletion(answer.body), model), calls };
  }

  private callerOf({ id, tenantId, baseUrl, timeoutMs }: CalledModel, signal: AbortSignal): HttpCaller {
    const connection = {
      ...{ id, tenantId, name: 'model', quota: null, retry: ONE_TRY, origins: [new URL(baseUrl).origin] },
      limits: { callTimeoutMs: timeoutMs, responseBytes: LARGEST_ANSWER },
    };
    return this.callers.forConnection(connection, { signal, share: 'bulk' });
  }
}

/** The answer to the first form that is not refused. */
async function firstTaken(
  forms: readonly AnswerForm[],
  ask: (form: AnswerForm) => Promise<JsonAnswer>,
): Promise<{ readonly answer: JsonAnswer; readonly form: AnswerForm; readonly calls: number }> {
  let refusal: unknown;
  for (const [at, form] of forms.entries()) {
    try {
      return { answer: await ask(form), form, calls: at + 1 };
    } catch (error) {
      if (!(error instanceof SyncError) || !REFUSALS.includes(error.status ?? 0)) throw error;
      // What is wrong with the question itself is told to the first of them, too.
      refusal ??= error;
    }
  }
  throw refusal;
}

function callOf({ baseUrl, name, key }: CalledModel, question: ModelQuestion, form: AnswerForm): HttpCall {
  const headers = { 'content-type': 'application/json' };
  return {
    method: 'POST',
    url: `${baseUrl.replace(/\/+$/, '')}/chat/completions`,
    headers: key === null ? headers : { ...headers, authorization: `Bearer ${key}` },
    body: JSON.stringify({ model: name, messages: question.messages, stream: false, ...form(question) }),
    secrets: key === null ? [] : [key],
  };
}

/** A server that repeats what it was sent must not bring the key into what is kept. */
function withoutKey<Reading extends ReturnType<typeof readCompletion>>(
  reading: Reading,
  { key }: CalledModel,
): Reading {
  if (key === null || reading.kind !== 'text') return reading;
  return { ...reading, text: strikeOut(reading.text, waysToWrite(key)) };
}

function keyOf({ id, revision }: CalledModel): string {
  return `${id} ${revision}`;
}
