import 'reflect-metadata';
import { runService } from '@evenkeel/hosting';
import { schedulerService } from '@evenkeel/service-scheduler';
import { readSettings } from './env.js';

runService(schedulerService, readSettings);
