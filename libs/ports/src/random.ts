export abstract class Random {
  /** At least 0, less than 1. */
  abstract next(): number;
}
