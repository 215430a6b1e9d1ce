import { itBootsAlone } from '@evenkeel/hosting/testing';
import { adminService, prepareAdminApi } from '@evenkeel/service-admin';

itBootsAlone(adminService, { prepare: prepareAdminApi });
