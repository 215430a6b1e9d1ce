import { itBootsAlone } from '@evenkeel/hosting/testing';
import { webhookGatewayService } from '@evenkeel/service-webhook-gateway';

itBootsAlone(webhookGatewayService);
