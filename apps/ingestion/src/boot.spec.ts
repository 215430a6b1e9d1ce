import { itBootsAlone } from '@evenkeel/hosting/testing';
import { ingestionService } from '@evenkeel/service-ingestion';

itBootsAlone(ingestionService);
