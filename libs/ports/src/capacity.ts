/** How many chunks this process is to read at the same time. */
export abstract class Capacity {
  /** At least 1. */
  abstract readonly chunks: number;
  /** So many of them only of the single lane. */
  abstract readonly reserved: number;
}
