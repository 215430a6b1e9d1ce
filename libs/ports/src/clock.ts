/** Time as the process sees it. What must agree between processes uses the database's clock instead. */
export abstract class Clock {
  abstract now(): Date;
  /** Milliseconds since an arbitrary moment; never goes back. */
  abstract monotonicMs(): number;
}
