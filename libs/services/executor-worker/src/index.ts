import type { ServiceDefinition } from '@evenkeel/ports';
import { ChunkPool } from './chunk-pool.js';
import { ExecutorMetrics } from './executor-metrics.js';
import { ExecutorSettings } from './executor-settings.js';
import { OnChunkAssigned } from './on-chunk-assigned.handler.js';
import { OpenChunkSource } from './open-chunk-source.js';
import { OpenConnection } from './open-connection.js';
import { ReadChunk } from './read-chunk.js';

export {
  ChunkPool,
  ExecutorMetrics,
  ExecutorSettings,
  OnChunkAssigned,
  OpenChunkSource,
  OpenConnection,
  ReadChunk,
};

/** Reads chunks from providers and publishes their pages. */
export const executorWorkerService: ServiceDefinition = {
  name: 'executor-worker',
  handlers: [OnChunkAssigned],
  endpoints: [],
  providers: [ChunkPool, ExecutorMetrics, ExecutorSettings, OpenChunkSource, OpenConnection, ReadChunk],
  sweeps: [],
};
