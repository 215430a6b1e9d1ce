import 'reflect-metadata';
import { runService } from '@evenkeel/hosting';
import { prepareGateway, webhookGatewayService } from '@evenkeel/service-webhook-gateway';
import { readSettings } from './env.js';

runService(webhookGatewayService, readSettings, { prepare: prepareGateway });
