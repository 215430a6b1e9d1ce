/** Where the value of a message waits that is too large for the broker, which carries a reference to it. */
export abstract class PageSpill {
  /** Gives its name once it is kept. Rejects with `system.database`. */
  abstract keep(value: Buffer): Promise<string>;
  /** Undefined where it was forgotten: its message is then one that was lost. */
  abstract find(name: string): Promise<Buffer | undefined>;
  abstract forget(names: readonly string[]): Promise<void>;
}
