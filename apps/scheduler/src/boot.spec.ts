import { itBootsAlone } from '@evenkeel/hosting/testing';
import { schedulerService } from '@evenkeel/service-scheduler';

itBootsAlone(schedulerService);
