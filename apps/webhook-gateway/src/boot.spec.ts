import { itBootsAlone } from '@evenkeel/hosting/testing';
import { prepareGateway, webhookGatewayService } from '@evenkeel/service-webhook-gateway';

itBootsAlone(webhookGatewayService, { prepare: prepareGateway });
