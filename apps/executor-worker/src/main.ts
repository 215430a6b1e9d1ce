import 'reflect-metadata';
import { runService } from '@evenkeel/hosting';
import { executorWorkerService } from '@evenkeel/service-executor-worker';
import { readSettings } from './env.js';

runService(executorWorkerService, readSettings);
