// Brings the schema up to date and ends: for a Job that runs before the services of a release start.
import 'reflect-metadata';
import { runMigration } from '@evenkeel/hosting';
import { readMigration } from './env.js';

runMigration(readMigration);
