import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as textOf } from 'node:stream/consumers';

/** A field as a model is asked about it. */
export interface QuestionedField {
  readonly path: string;
  readonly choices: readonly string[];
  readonly local?: unknown;
  readonly remote?: unknown;
}

type FieldAnswer = Readonly<Record<string, unknown>>;
/** What a model says: of each field, or a text of its own, or an answer that is none. */
export type Played = FieldAnswer | string | ((response: ServerResponse) => void);

/** A real server of chat completions, whose model answers as a test says. */
export class ModelServer {
  /** What it was asked, whole. */
  readonly questions: string[] = [];
  readonly keys = new Set<string | undefined>();
  /** Of the field of a question that stands first. */
  play: (field: QuestionedField) => Played = () => ({});
  private readonly server = createServer((request, response) => {
    void textOf(request).then((body) => {
      this.questions.push(body);
      this.keys.add(request.headers.authorization);
      this.answer(body, response);
    });
  });

  async start(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  async stop(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private answer(body: string, response: ServerResponse): void {
    const { messages } = JSON.parse(body) as { readonly messages: readonly { readonly content: string }[] };
    const { fields } = JSON.parse(messages[1]!.content) as {
      readonly fields: Readonly<Record<string, QuestionedField>>;
    };
    const [[key, field] = ['', undefined]] = Object.entries(fields);
    const played = this.play(field!);
    if (typeof played === 'function') return played(response);
    const told = { choice: 'remote', confidence: 0.95, reason: 'It is the newer one.' };
    const content =
      typeof played === 'string' ? played : JSON.stringify({ fields: { [key]: { ...told, ...played } } });
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ choices: [{ message: { content } }], usage: { total_tokens: 100 } }));
  }
}
