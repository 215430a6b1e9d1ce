import { chunkFailed, executionDue, pageApplied } from '@evenkeel/contracts-messages';
import { ExecutionMetrics } from '@evenkeel/operations';
import {
  handles,
  part,
  Ids,
  Logger,
  Meter,
  Random,
  Store,
  Windows,
  type ServiceDefinition,
} from '@evenkeel/ports';
import { CoordinateExecution } from './coordinate-execution.js';
import { DispatchChunks } from './dispatch-chunks.js';
import { DispatchSettings } from './dispatch-settings.js';
import { HandOutRetries } from './hand-out-retries.sweep.js';
import { LookAfterExecutions } from './look-after-executions.sweep.js';
import { OnChunkFailed } from './on-chunk-failed.handler.js';
import { OnPageApplied } from './on-page-applied.handler.js';
import { OnExecutionDue } from './on-execution-due.handler.js';
import { WatchBus } from './watch-bus.sweep.js';

export {
  CoordinateExecution,
  DispatchChunks,
  DispatchSettings,
  HandOutRetries,
  LookAfterExecutions,
  OnChunkFailed,
  OnPageApplied,
  OnExecutionDue,
  WatchBus,
};

/** Hands out chunks, watches over them and closes executions. */
export const coordinatorService: ServiceDefinition = {
  name: 'coordinator',
  handlers: [
    handles(executionDue, part(OnExecutionDue, CoordinateExecution, DispatchChunks)),
    handles(pageApplied, part(OnPageApplied, CoordinateExecution, DispatchChunks)),
    handles(chunkFailed, part(OnChunkFailed, CoordinateExecution, DispatchChunks)),
  ],
  endpoints: [],
  parts: [
    part(CoordinateExecution, Store, Ids, ExecutionMetrics, Logger, Random),
    part(ExecutionMetrics, Meter),
    part(DispatchChunks, Store, DispatchSettings),
    part(DispatchSettings, Windows),
  ],
  sweeps: [
    part(LookAfterExecutions, Store, CoordinateExecution, DispatchChunks),
    part(HandOutRetries, Store, DispatchChunks),
    part(WatchBus, Store, Logger),
  ],
  repositories: [
    'connections',
    'controls',
    'jobs',
    'watermarks',
    'executions',
    'executionRetries',
    'receipts',
    'agreements',
    'conflicts',
    'pushPages',
    'pairings',
    'chunks',
    'pages',
    'inventories',
    'plans',
    'closeOuts',
    'candidates',
    'inactivationApprovals',
    'failures',
    'outages',
    'outbox',
  ],
  systemRepositories: ['due', 'chunkQueue', 'dispatch', 'outages', 'outbox'],
};
