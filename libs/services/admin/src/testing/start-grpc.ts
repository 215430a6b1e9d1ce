import type { GrpcListening, GrpcServing } from '@evenkeel/ports';
import { serveAdminGrpc } from '../serve-admin-grpc.js';
import { GrpcClient } from './grpc-client.js';
import type { StartedAdmin } from './start-admin.js';

/** For a spec file: the same admin service over gRPC. */
export function startGrpc(admin: StartedAdmin, changes: Partial<GrpcListening> = {}) {
  let serving: GrpcServing;
  let client: GrpcClient;
  beforeAll(async () => {
    const listening: GrpcListening = {
      ...{ host: '127.0.0.1', port: 0, tls: null },
      ...{ refusalOf: () => undefined, isReady: async () => true },
      ...changes,
    };
    serving = await serveAdminGrpc(admin.app, listening);
    client = new GrpcClient(serving.port);
  });
  afterAll(async () => {
    client.close();
    await serving.close();
  });
  return {
    get client() {
      return client;
    },
    get serving() {
      return serving;
    },
  };
}
