import { itBootsAlone } from '@evenkeel/hosting/testing';
import { adminService, admitCallers, prepareAdminApi } from '@evenkeel/service-admin';

itBootsAlone(adminService, { admit: admitCallers, prepare: prepareAdminApi });
