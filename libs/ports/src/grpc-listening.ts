import type { SyncError } from '@evenkeel/domain';

/** What is known of a gRPC call before anything of it is read. Names of metadata are in lower case. */
export interface GrpcCallHead {
  readonly metadata: Readonly<Record<string, string | undefined>>;
  /** The name by which this process was called (`:authority`). */
  readonly authority: string;
}

/** How a face listens for gRPC, and what the process around it knows. */
export interface GrpcListening {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** PEM. Null: in the clear. */
  readonly tls: {
    readonly certificate: string;
    readonly key: string;
    /** Of whom callers must have their certificates; null: they show none. */
    readonly clientAuthorities: string | null;
  } | null;
  /** Why a call may not come in, whatever key it has: a web page can make a browser call what its user never meant. */
  readonly refusalOf: (head: GrpcCallHead) => SyncError | undefined;
  /** Whether the service can do its work now. */
  readonly isReady: () => Promise<boolean>;
}

/** A face that listens. */
export interface GrpcServing {
  readonly port: number;
  /** Tells those who watch to come back elsewhere, lets calls end, and closes. */
  close(): Promise<void>;
}
