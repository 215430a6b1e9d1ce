import { itBootsAlone } from '@evenkeel/hosting/testing';
import { coordinatorService } from '@evenkeel/service-coordinator';

itBootsAlone(coordinatorService);
