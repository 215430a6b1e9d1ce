import type { INestApplication } from '@nestjs/common';
import type { GrpcListening, GrpcServing } from '@evenkeel/ports';

/** Serves the admin API over gRPC. What that takes is loaded only where it is asked for. */
export async function serveAdminGrpc(app: INestApplication, listening: GrpcListening): Promise<GrpcServing> {
  const { serveGrpc } = await import('./grpc/serve-grpc.js');
  return serveGrpc(app, listening);
}
