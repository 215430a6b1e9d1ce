export interface ProviderOptions {
  /** 0 chooses a free one. */
  readonly port: number;
  /** Loopback unless the provider is to be reached from other machines. */
  readonly host: string;
  readonly seed: number;
  /** Per stream. */
  readonly records: number;
  /** Records a page where the caller does not say. */
  readonly pageSize: number;
  /** The most that a caller can ask for; more is quietly cut to it. */
  readonly largestPage: number;
  readonly latencyMs: number;
  /** In the words of `parseFaults`. */
  readonly faults: string;
  /** Asked of every caller, as a bearer token, `X-Api-Key`, `?api_key=` or a basic password; none if null. */
  readonly token: string | null;
}

export const DEFAULT_PROVIDER_OPTIONS: ProviderOptions = {
  port: 0,
  host: '127.0.0.1',
  seed: 1,
  records: 1000,
  pageSize: 100,
  largestPage: 1000,
  latencyMs: 0,
  faults: '',
  token: null,
};
