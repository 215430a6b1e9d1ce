import 'reflect-metadata';
import { runService } from '@evenkeel/hosting';
import { coordinatorService } from '@evenkeel/service-coordinator';
import { readSettings } from './env.js';

runService(coordinatorService, readSettings);
