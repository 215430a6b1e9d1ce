import 'reflect-metadata';
import { runService } from '@evenkeel/hosting';
import { adminService, prepareAdminApi } from '@evenkeel/service-admin';
import { readSettings } from './env.js';

runService(adminService, readSettings, { prepare: prepareAdminApi });
