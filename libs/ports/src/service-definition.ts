import type { MessageDefinition, PayloadOf, ServiceName } from '@evenkeel/contracts-messages';
import type { RepositoryName, SystemRepositoryName } from './store/repositories.js';

/** Looks in the rows for work whose message was lost, and for what only time brings about. */
export abstract class Sweep {
  abstract readonly everyMs: number;
  /** Rounds of one process never overlap; rounds of several processes may. A rejection is logged, the next round comes. */
  abstract run(): Promise<void>;
}

/** Takes messages of one kind. When it rejects the bus delivers them again. */
export interface MessageHandler<Payload> {
  handle(payloads: readonly Payload[]): Promise<void>;
}

// A part's constructor takes whatever it depends on.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Constructor<T = unknown> = new (...dependencies: any[]) => T;

/** What a part can ask for: a port, by its abstract class, or another part of the service. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Token<T = unknown> = abstract new (...dependencies: any[]) => T;

type Needs<Parameters extends readonly unknown[]> = {
  readonly [Place in keyof Parameters]: Token<Exclude<Parameters[Place], undefined>>;
};

/** A class of a service and what its constructor takes: the host of the service builds it from this alone. */
export interface Part<T = unknown> {
  readonly type: Constructor<T>;
  /** In the order of the constructor. */
  readonly needs: readonly Token[];
}

export function part<Class extends Constructor>(
  type: Class,
  ...needs: Needs<ConstructorParameters<Class>>
): Part<InstanceType<Class>> {
  return { type: type as Constructor<InstanceType<Class>>, needs: needs };
}

/** A part in the form in which Nest takes a provider: that is all that Nest needs to know of it. */
export function providerOf({ type, needs }: Part) {
  return { provide: type, useFactory: (...found: unknown[]) => new type(...found), inject: [...needs] };
}

/** A handler and the message it takes. */
export interface Handling {
  readonly message: MessageDefinition;
  readonly handler: Part<MessageHandler<never>>;
  /** How many payloads of one key it takes together. */
  readonly batch: number;
}

export function handles<Definition extends MessageDefinition>(
  message: Definition,
  handler: Part<MessageHandler<PayloadOf<Definition>>>,
  { batch = 1 }: { readonly batch?: number } = {},
): Handling {
  return { message, handler, batch };
}

/** A service as its host needs to know it, alone in a process, with the others, or simulated. */
export interface ServiceDefinition {
  readonly name: ServiceName;
  readonly handlers: readonly Handling[];
  /** Nest controllers that answer HTTP, apart from health and metrics, which the host adds. */
  readonly endpoints: readonly Constructor[];
  /**
   * How its endpoints get the bodies of requests: JSON by default; `bytes` as they came in, whatever their type, where a
   * signature over them is checked before anything is parsed.
   */
  readonly bodies?: 'bytes';
  /** Everything that handlers, endpoints and sweeps depend on and that is not a port. */
  readonly parts: readonly Part[];
  readonly sweeps: readonly Part<Sweep>[];
  /** What it takes of the store of a tenant; a transaction refuses everything else. */
  readonly repositories: readonly RepositoryName[];
  /** The same of what is looked at over all tenants. */
  readonly systemRepositories: readonly SystemRepositoryName[];
}

/** Parts that are begun after everything is wired, and ended once no message is taken any more. */
export interface Hooks {
  onApplicationBootstrap?(): Promise<void>;
  onApplicationShutdown?(): Promise<void>;
}
