export interface ServiceReadiness {
  readonly name: string;
  readonly ready: boolean;
  /** What keeps it from being ready; null if nothing does or it is not known. */
  readonly detail: string | null;
}

/** The services that this process can see: those it hosts, and those whose address it was given. */
export abstract class ServiceDirectory {
  /** Never rejects: a service that does not answer is one that is not ready. */
  abstract readiness(): Promise<readonly ServiceReadiness[]>;
}
