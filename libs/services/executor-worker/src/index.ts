import { chunkAssigned } from '@evenkeel/contracts-messages';
import { ConnectorSessions, CredentialSafe } from '@evenkeel/operations';
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
  KeyedDigest,
  Logger,
  MessageBus,
  Meter,
  ModelCaller,
  QuotaLedger,
  Store,
  Timers,
  type ServiceDefinition,
} from '@evenkeel/ports';
import { AskAboutConflict } from './proposing/ask-about-conflict.js';
import { AskModels } from './proposing/ask-models.sweep.js';
import { ProposalMetrics } from './proposing/proposal-metrics.js';
import { CarryChunk } from './reading/carry-chunk.js';
import { ChunkPool } from './reading/chunk-pool.js';
import { ExecutorMetrics } from './executor-metrics.js';
import { ExecutorSettings } from './executor-settings.js';
import { GiveUpChunk } from './reading/give-up-chunk.js';
import { OnChunkAssigned } from './on-chunk-assigned.handler.js';
import { OpenChunkSource } from './sources/open-chunk-source.js';
import { OpenConnection } from './sources/open-connection.js';
import { PublishPages } from './reading/publish-pages.js';
import { SettlePushes } from './pushing/settle-pushes.sweep.js';
import { ReadChunk } from './reading/read-chunk.js';

export {
  AskAboutConflict,
  AskModels,
  CarryChunk,
  ChunkPool,
  ExecutorMetrics,
  ExecutorSettings,
  GiveUpChunk,
  OnChunkAssigned,
  OpenChunkSource,
  OpenConnection,
  ProposalMetrics,
  PublishPages,
  ReadChunk,
  SettlePushes,
};

/** Reads chunks from providers and publishes their pages. */
export const executorWorkerService: ServiceDefinition = {
  name: 'executor-worker',
  handlers: [handles(chunkAssigned, part(OnChunkAssigned, ChunkPool))],
  endpoints: [],
  parts: [
    part(AskAboutConflict, Store, ModelCaller, CredentialSafe, Ids, ProposalMetrics),
    part(CarryChunk, Store, Timers, ReadChunk, GiveUpChunk, ExecutorSettings),
    part(ChunkPool, Store, CarryChunk, ExecutorSettings, Instance, Logger),
    part(ConnectorSessions, Connectors, CredentialSafe, HttpCallers, Clock, Logger),
    part(CredentialSafe, CredentialBox),
    part(ExecutorMetrics, Meter),
    part(ExecutorSettings, Capacity),
    part(GiveUpChunk, Store, ExecutorMetrics, Logger),
    part(OpenChunkSource, Store, OpenConnection, Ids, KeyedDigest, ExecutorSettings),
    part(OpenConnection, Store, ConnectorSessions, QuotaLedger, Clock),
    part(ProposalMetrics, Meter),
    part(PublishPages, MessageBus, ExecutorMetrics),
    part(ReadChunk, OpenChunkSource, PublishPages, Clock, Digest, ExecutorSettings),
  ],
  sweeps: [
    part(SettlePushes, Store, ConnectorSessions, ExecutorSettings),
    part(AskModels, Store, AskAboutConflict),
  ],
  repositories: [
    'connections',
    'conflicts',
    'proposals',
    'models',
    'records',
    'jobs',
    'executions',
    'errorLog',
    'chunks',
    'chunkLeases',
    'pages',
    'inventories',
    'candidates',
    'inactivationApprovals',
    'recordTypes',
    'agreements',
    'pairings',
    'plans',
    'pushPages',
    'pushIntents',
    'failures',
    'outbox',
  ],
  systemRepositories: ['due', 'chunkQueue', 'outbox'],
};
