import { part, Clock, Logger, Store, type Part } from '@evenkeel/ports';
import { CancelAll } from '../executions/cancel-all.js';
import { ManageEngineSettings } from './manage-engine-settings.js';
import { SetControlUseCase } from './set-control.js';
import { ShowEngine } from './show-engine.js';

/** What holds the whole engine, or sets it. */
export const controlParts: readonly Part[] = [
  part(SetControlUseCase, Store, CancelAll, Logger),
  part(ShowEngine, Store, Clock),
  part(ManageEngineSettings, Store, Logger),
];
