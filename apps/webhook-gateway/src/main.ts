import 'reflect-metadata';
import { runService } from '@evenkeel/hosting';
import { webhookGatewayService } from '@evenkeel/service-webhook-gateway';
import { readSettings } from './env.js';

runService(webhookGatewayService, readSettings);
