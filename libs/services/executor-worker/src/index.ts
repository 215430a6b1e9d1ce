import { chunkAssigned } from '@evenkeel/contracts-messages';
import {
  handles,
  part,
  Capacity,
  Clock,
  Connectors,
  CredentialBox,
  Digest,
  HttpCallers,
  Ids,
  Instance,
  Logger,
  MessageBus,
  Meter,
  Store,
  Timers,
  type ServiceDefinition,
} from '@evenkeel/ports';
import { ChunkPool } from './reading/chunk-pool.js';
import { ExecutorMetrics } from './executor-metrics.js';
import { ExecutorSettings } from './executor-settings.js';
import { OnChunkAssigned } from './on-chunk-assigned.handler.js';
import { OpenChunkSource } from './sources/open-chunk-source.js';
import { OpenConnection } from './sources/open-connection.js';
import { ReadChunk } from './reading/read-chunk.js';

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
  handlers: [handles(chunkAssigned, part(OnChunkAssigned, ChunkPool))],
  endpoints: [],
  parts: [
    part(ChunkPool, Store, Timers, ReadChunk, ExecutorSettings, ExecutorMetrics, Instance, Logger),
    part(ExecutorMetrics, Meter),
    part(ExecutorSettings, Capacity),
    part(OpenChunkSource, Store, OpenConnection, Ids),
    part(OpenConnection, Store, Connectors, HttpCallers, CredentialBox, Clock, Logger),
    part(ReadChunk, OpenChunkSource, MessageBus, Clock, Digest, ExecutorSettings, ExecutorMetrics),
  ],
  sweeps: [],
  repositories: [
    'connections',
    'jobs',
    'executions',
    'errorLog',
    'chunks',
    'chunkLeases',
    'pages',
    'inventories',
    'candidates',
    'failures',
    'outbox',
  ],
  systemRepositories: ['chunkQueue', 'outbox'],
};
