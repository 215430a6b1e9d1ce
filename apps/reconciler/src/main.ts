import 'reflect-metadata';
import { runService } from '@evenkeel/hosting';
import { reconcilerService } from '@evenkeel/service-reconciler';
import { readSettings } from './env.js';

runService(reconcilerService, readSettings);
