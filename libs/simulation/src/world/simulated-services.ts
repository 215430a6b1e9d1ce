import type { ServiceName } from '@evenkeel/contracts-messages';
import type { ServiceDefinition } from '@evenkeel/ports';
import { adminService } from '@evenkeel/service-admin';
import { coordinatorService } from '@evenkeel/service-coordinator';
import { executorWorkerService } from '@evenkeel/service-executor-worker';
import { ingestionService } from '@evenkeel/service-ingestion';
import { reconcilerService } from '@evenkeel/service-reconciler';
import { schedulerService } from '@evenkeel/service-scheduler';
import { webhookGatewayService } from '@evenkeel/service-webhook-gateway';
import type { Role } from './places.js';

/** Which services run together in a process of a world: all of their handlers and sweeps. */
export const HOSTED: Readonly<Record<Role, readonly ServiceDefinition[]>> = {
  control: [schedulerService, reconcilerService, coordinatorService, adminService, webhookGatewayService],
  executor: [executorWorkerService],
  ingestion: [ingestionService],
};

interface Gap {
  /** A service, or its name, a colon and the class of one of its handlers, sweeps or endpoints. */
  readonly what: ServiceName | `${ServiceName}: ${string}`;
  readonly because: string;
}

/** What a world leaves out. A test fails where a service, handler, sweep or message is neither simulated nor named here. */
export const NOT_SIMULATED: readonly Gap[] = [
  {
    what: 'webhook-gateway: StartDelivered',
    because:
      'It is no sweep of a world: where the provider sends deliveries, it is begun as long as some of them wait.',
  },
  {
    what: 'webhook-gateway: endpoints',
    because: 'Signatures and bodies are a matter of HTTP and have specs and a journey.',
  },
  {
    what: 'reconciler: ForgetExecutions',
    because:
      'It forgets what is older than any world becomes. What it must keep is a list of conditions that its specs go through one by one.',
  },
  {
    what: 'admin: endpoints',
    because:
      'Routes and status codes are a matter of HTTP and have a journey. People of a world call the use cases behind them.',
  },
];

export function isSimulated(service: ServiceName, type: string): boolean {
  return NOT_SIMULATED.every(({ what }) => what !== `${service}: ${type}`);
}
