import { DEFAULT_ADMIN_URL } from '@evenkeel/contracts-admin';
import { UsageFailure } from '../failure.js';

/** An Evenkeel that a person has logged in to. */
export interface ContextEntry {
  readonly url: string;
  /** Null: it asks for no key. */
  readonly token: string | null;
}

/** What is kept between commands. */
export interface Contexts {
  /** The one that counts where nothing else is said. */
  readonly current: string | null;
  readonly contexts: Readonly<Record<string, ContextEntry>>;
}

export const NO_CONTEXTS: Contexts = { current: null, contexts: {} };

/** What a command line and its environment say of where to go. */
export interface Wished {
  /** `--url`. */
  readonly url: string | undefined;
  /** `--context`. */
  readonly context: string | undefined;
  readonly environmentUrl: string | undefined;
  readonly environmentToken: string | undefined;
}

/** Where a command goes, and as whom. */
export interface Target {
  readonly url: string;
  readonly token: string | undefined;
}

/**
 * `--url` and `--context` are before the environment, and that is before the context in use. A kept token goes only to the address that it
 * was kept for. Throws a {@link UsageFailure} where there is no such context.
 */
export function targetOf(wished: Wished, kept: Contexts): Target {
  if (wished.url !== undefined && wished.context !== undefined)
    throw new UsageFailure(
      '--url and --context were both given',
      'Give one of them: a context has an address.',
    );
  if (wished.context !== undefined) {
    const { url, token } = contextNamed(wished.context, kept);
    return { url, token: token ?? undefined };
  }
  const current = kept.current === null ? undefined : kept.contexts[kept.current];
  const url = wished.url ?? wished.environmentUrl ?? current?.url ?? DEFAULT_ADMIN_URL;
  return { url, token: wished.environmentToken ?? tokenFor(url, kept) };
}

/** Throws a {@link UsageFailure}. */
export function contextNamed(name: string, { contexts }: Contexts): ContextEntry {
  const found = Object.hasOwn(contexts, name) ? contexts[name] : undefined;
  if (found !== undefined) return found;
  const names = Object.keys(contexts);
  throw new UsageFailure(
    `There is no context "${name}"`,
    names.length === 0 ? 'Make one with `evenkeel login`.' : `Take one of these: ${names.join(', ')}.`,
  );
}

/** The one in use first: several keys may be for one address. */
function tokenFor(url: string, { current, contexts }: Contexts): string | undefined {
  const inUse = current === null ? undefined : contexts[current];
  const entries = [...(inUse === undefined ? [] : [inUse]), ...Object.values(contexts)];
  return entries.find((entry) => isSame(entry.url, url))?.token ?? undefined;
}

function isSame(one: string, other: string): boolean {
  const plain = (text: string) => new URL(text).href.replace(/\/+$/, '');
  return plain(one) === plain(other);
}
