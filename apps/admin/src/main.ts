import 'reflect-metadata';
import { runService } from '@evenkeel/hosting';
import { adminService, admitCallers, prepareAdminApi, serveAdminGrpc } from '@evenkeel/service-admin';
import { readSettings } from './env.js';

runService(adminService, readSettings, {
  admit: admitCallers,
  prepare: prepareAdminApi,
  serveGrpc: serveAdminGrpc,
});
