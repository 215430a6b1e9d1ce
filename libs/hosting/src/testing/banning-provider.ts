import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A provider that never forgives: one call too many in any stretch of its window, or at one time, and it answers no more. */
export class BanningProvider {
  readonly arrivals: number[] = [];
  /** Why it banned us; undefined: it did not. */
  ban: string | undefined;
  private underWay = 0;
  private readonly server = createServer((_request, response) => {
    this.judge();
    this.underWay += 1;
    setTimeout(() => {
      this.underWay -= 1;
      response
        .writeHead(this.ban === undefined ? 200 : 403, { 'content-type': 'application/json' })
        .end('[]');
    }, this.rules.latencyMs);
  });

  private constructor(
    private readonly rules: {
      readonly calls: number;
      readonly windowMs: number;
      readonly concurrency: number;
      readonly latencyMs: number;
    },
  ) {}

  static async start(rules: BanningProvider['rules']): Promise<BanningProvider> {
    const provider = new BanningProvider(rules);
    provider.server.listen(0, '127.0.0.1');
    await once(provider.server, 'listening');
    return provider;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/things`;
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private judge(): void {
    const nowMs = performance.now();
    this.arrivals.push(nowMs);
    const { calls, windowMs, concurrency } = this.rules;
    const first = this.arrivals.at(-(calls + 1));
    if (first !== undefined && nowMs - first < windowMs) {
      this.ban ??= `${calls + 1} calls within ${Math.round(nowMs - first)} ms`;
    }
    if (this.underWay >= concurrency) this.ban ??= `${this.underWay + 1} calls at one time`;
  }
}
