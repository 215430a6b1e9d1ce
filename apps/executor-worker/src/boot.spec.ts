import { itBootsAlone } from '@evenkeel/hosting/testing';
import { executorWorkerService } from '@evenkeel/service-executor-worker';

itBootsAlone(executorWorkerService);
