/** Who this process is among the replicas of its service. */
export abstract class Instance {
  /** Stays the same when the process is started again in its place, so that it can end its earlier life's leases. */
  abstract readonly name: string;
}
