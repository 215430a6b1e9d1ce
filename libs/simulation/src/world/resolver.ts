import type { Part, ServiceDefinition, Token } from '@evenkeel/ports';

/** A port or a setting, by the class that parts ask for. */
export type Provided = readonly [token: Token, value: unknown];

export function provide<T>(token: Token<T>, value: T): Provided {
  return [token, value];
}

/**
 * Builds the parts of services as a host does: one of each class for a process, each when it is first asked for, with what it
 * needs. What is provided goes before what a service would build: that is how a world changes a setting.
 */
export class Resolver {
  private readonly parts: ReadonlyMap<Token, Part>;
  private readonly built: Map<Token, unknown>;

  constructor(services: readonly ServiceDefinition[], provided: readonly Provided[]) {
    const parts = services.flatMap(({ parts: own, handlers, sweeps }) => [
      ...own,
      ...handlers.map(({ handler }) => handler),
      ...sweeps,
    ]);
    this.parts = new Map(parts.map((part) => [part.type, part]));
    this.built = new Map(provided);
  }

  /** Throws where neither a part nor a port has this class. */
  get<T>(token: Token<T>): T {
    if (!this.built.has(token)) this.built.set(token, this.build(token));
    return this.built.get(token) as T;
  }

  /** Everything that was provided or built so far. */
  get all(): readonly unknown[] {
    return [...this.built.values()];
  }

  private build(token: Token): unknown {
    const part = this.parts.get(token);
    if (part === undefined)
      throw new Error(`A part needs ${token.name}, which is neither provided nor a part`);
    return new part.type(...part.needs.map((need) => this.get(need)));
  }
}
