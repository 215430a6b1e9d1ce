import type { CompletionReading, Model, ModelQuestion } from '@evenkeel/domain';

/** A model with the key that its server asks for; null: none. */
export interface CalledModel extends Pick<
  Model,
  'id' | 'tenantId' | 'baseUrl' | 'name' | 'timeoutMs' | 'revision'
> {
  readonly key: string | null;
}

/** What a model answered, and how many calls it took. */
export type ModelReply = CompletionReading & { readonly calls: number };

/**
 * The one way to a language model. Makes no second try but where the server does not know how an answer is asked for; rejects with a {@link SyncError} of a
 * `provider.*` code that shows no key. What it gives shows none either.
 */
export abstract class ModelCaller {
  abstract ask(model: CalledModel, question: ModelQuestion, signal: AbortSignal): Promise<ModelReply>;
}
