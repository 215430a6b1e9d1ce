import { createEventRelay } from '../events/create-event-relay.js';
import type { EventRelay } from '../events/event-relay.js';
import type { HostedService } from '../hosted/hosted-service.js';
import type { OutboxRelay } from '../outbox/outbox-relay.js';
import type { Platform } from '../platform/platform.js';
import { SweepRunner } from '../sweeps/sweep-runner.js';

/** The services of a process and what they stand on, from the first one started to the last connection closed. */
export class HostedProcess {
  private readonly services: HostedService[] = [];
  private readonly events: EventRelay;
  private readonly following: SweepRunner;
  private stopped: Promise<void> | undefined;

  constructor(
    private readonly platform: Platform,
    private readonly relay: OutboxRelay,
  ) {
    this.events = createEventRelay(platform);
    this.following = new SweepRunner(platform);
  }

  add(service: HostedService): void {
    this.services.push(service);
  }

  /** Nothing is taken up before the relay runs: what handlers commit waits in the outbox. */
  startRelay(): void {
    this.relay.start();
    this.events.start();
    this.following.start([this.platform.engineSettings]);
  }

  /**
   * Lets work end in the order in which it is made: no new sweeps, no more events told, no new messages, no new requests
   * and provider calls, no more messages out, no database.
   */
  stop(): Promise<void> {
    this.stopped ??= this.stopInOrder();
    return this.stopped;
  }

  private async stopInOrder(): Promise<void> {
    await Promise.all(this.services.map((service) => service.quiesce()));
    // What services end meanwhile is told by another process, or with the next start.
    await Promise.all([this.events.stop(), this.following.stop()]);
    await this.platform.bus.stop();
    await Promise.all(this.services.map((service) => service.close()));
    await this.relay.stop();
    await this.platform.close();
  }
}
