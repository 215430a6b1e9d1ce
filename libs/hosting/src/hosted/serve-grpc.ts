import type { INestApplication } from '@nestjs/common';
import { SyncError } from '@evenkeel/domain';
import type { GrpcListening, GrpcServing } from '@evenkeel/ports';
import type { ListenSettings } from '../environment/service-environment.js';
import type { GrpcSettings } from '../environment/grpc-fragments.js';
import { refusesCalls } from '../gate/gate.js';
import type { Health } from '../health/health.js';

/** Serves what a service has over gRPC. */
export type ServeGrpc = (app: INestApplication, listening: GrpcListening) => Promise<GrpcServing>;

export interface ServedGrpc {
  /** Where it is served, `host:port`. */
  readonly address: string;
  close(): Promise<void>;
}

interface Serving {
  readonly serve: ServeGrpc;
  readonly listen: ListenSettings;
  readonly grpc: GrpcSettings;
  readonly health: Health;
}

/** Rejects with `config.cannot_listen`; then the app is closed, too. */
export async function startGrpc(app: INestApplication, serving: Serving): Promise<ServedGrpc> {
  const { serve, listen, grpc, health } = serving;
  const { host, port } = grpc;
  const isReady = async () => (await health.readiness()).ready;
  const refusalOf = refusesCalls({ ...listen, host });
  const served = await serve(app, { ...grpc, refusalOf, isReady }).catch(async (error: unknown) => {
    await app.close();
    const why = error instanceof Error ? error.message : String(error);
    const message = `gRPC cannot be served on port ${port} of ${host}: ${why}`;
    throw new SyncError('config.cannot_listen', message, { cause: error });
  });
  return { address: `${host}:${served.port}`, close: () => served.close() };
}
