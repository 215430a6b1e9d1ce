import type { StreamSettings } from './stream-settings.js';

/** Something that has to hold between several settings of a stream. */
export interface StreamRule {
  readonly holds: (stream: StreamSettings) => boolean;
  readonly error: string;
  /** Where it is told. */
  readonly path: readonly string[];
  /** It is asked where these are sound by themselves. */
  readonly over: readonly (keyof StreamSettings)[];
}
