import 'reflect-metadata';
import { runService } from '@evenkeel/hosting';
import { ingestionService } from '@evenkeel/service-ingestion';
import { readSettings } from './env.js';

runService(ingestionService, readSettings);
