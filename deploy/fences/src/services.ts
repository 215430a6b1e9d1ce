import { adminService } from '@evenkeel/service-admin';
import { coordinatorService } from '@evenkeel/service-coordinator';
import { executorWorkerService } from '@evenkeel/service-executor-worker';
import { ingestionService } from '@evenkeel/service-ingestion';
import { reconcilerService } from '@evenkeel/service-reconciler';
import { schedulerService } from '@evenkeel/service-scheduler';
import { webhookGatewayService } from '@evenkeel/service-webhook-gateway';
import type { ServiceDefinition } from '@evenkeel/ports';

/** Every service, in the order in which work passes through them. */
export const services: readonly ServiceDefinition[] = [
  schedulerService,
  webhookGatewayService,
  adminService,
  reconcilerService,
  coordinatorService,
  executorWorkerService,
  ingestionService,
];
