import { chunkAssigned } from '@evenkeel/contracts-messages';
import { ConnectorSessions, CredentialSafe } from '@evenkeel/operations';
import {
  handles,
  part,
  Capacity,
  PublicAddress,
  Clock,
  Connectors,
  CredentialBox,
  Digest,
  HttpCallers,
  Ids,
  Instance,
  KeyedDigest,
  Logger,
  MailSender,
  MessageBus,
  Meter,
  ModelCaller,
  QuotaLedger,
  Random,
  Store,
  Timers,
  Tracing,
  type ServiceDefinition,
} from '@evenkeel/ports';
import { AskAboutConflict } from './proposing/ask-about-conflict.js';
import { AskModels } from './proposing/ask-models.sweep.js';
import { ProposalMetrics } from './proposing/proposal-metrics.js';
import { NotificationMetrics } from './notifying/notification-metrics.js';
import { SendNotification } from './notifying/send-notification.js';
import { SendNotifications } from './notifying/send-notifications.sweep.js';
import { CarryChunk } from './reading/carry-chunk.js';
import { ChunkLeases } from './reading/chunk-leases.js';
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
  ChunkLeases,
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
  SendNotification,
  SendNotifications,
  SettlePushes,
};

/** Reads chunks from providers and publishes their pages; of all services it is the one that calls others, so it sends notifications as well. */
export const executorWorkerService: ServiceDefinition = {
  name: 'executor-worker',
  handlers: [handles(chunkAssigned, part(OnChunkAssigned, ChunkPool))],
  endpoints: [],
  parts: [
    part(AskAboutConflict, Store, ModelCaller, CredentialSafe, Ids, ProposalMetrics),
    part(ChunkLeases, Store, Timers, ExecutorSettings),
    part(CarryChunk, ChunkLeases, ReadChunk, GiveUpChunk, Tracing),
    part(ChunkPool, Store, CarryChunk, ExecutorSettings, Instance, Logger),
    part(ConnectorSessions, Connectors, CredentialSafe, HttpCallers, Clock, Logger),
    part(CredentialSafe, CredentialBox),
    part(ExecutorMetrics, Meter),
    part(ExecutorSettings, Capacity),
    part(GiveUpChunk, Store, ExecutorMetrics, Logger),
    part(OpenChunkSource, Store, OpenConnection, Ids, KeyedDigest, ExecutorSettings),
    part(OpenConnection, Store, ConnectorSessions, QuotaLedger, Clock),
    part(ProposalMetrics, Meter),
    part(NotificationMetrics, Meter),
    part(PublishPages, MessageBus, ExecutorMetrics),
    part(ReadChunk, OpenChunkSource, PublishPages, Clock, Digest, ExecutorSettings),
    part(SendNotification, CredentialSafe, HttpCallers, MailSender, PublicAddress),
  ],
  sweeps: [
    part(SettlePushes, Store, ConnectorSessions, ExecutorSettings),
    part(AskModels, Store, AskAboutConflict),
    part(SendNotifications, Store, SendNotification, Random, NotificationMetrics),
  ],
  repositories: [
    'connections',
    'conflicts',
    'proposals',
    'models',
    'channels',
    'notificationDeliveries',
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
    'webhooks',
    'outbox',
  ],
  systemRepositories: ['due', 'chunkQueue', 'outbox'],
};
