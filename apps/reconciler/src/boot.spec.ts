import { itBootsAlone } from '@evenkeel/hosting/testing';
import { reconcilerService } from '@evenkeel/service-reconciler';

itBootsAlone(reconcilerService);
