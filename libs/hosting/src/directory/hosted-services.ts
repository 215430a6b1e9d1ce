import { ServiceDirectory, type ServiceReadiness } from '@evenkeel/ports';
import type { Health } from '../health/health.js';
import { askReadiness } from './ask-readiness.js';

/** The services of this process, and those of other processes whose addresses it was given. */
export class HostedServices extends ServiceDirectory {
  private readonly here: Health[] = [];

  constructor(private readonly elsewhere: Readonly<Record<string, string>>) {
    super();
  }

  add(health: Health): void {
    this.here.push(health);
  }

  async readiness(): Promise<readonly ServiceReadiness[]> {
    const here = this.here.map(async (health) => describe(await health.readiness()));
    const names = this.here.map(({ service }) => service);
    const elsewhere = Object.entries(this.elsewhere)
      .filter(([name]) => !names.includes(name))
      .map(([name, url]) => askReadiness(name, url));
    return Promise.all([...here, ...elsewhere]);
  }
}

function describe({ service, ready, checks }: Awaited<ReturnType<Health['readiness']>>): ServiceReadiness {
  const wrong = Object.entries(checks).filter(([, { ok }]) => !ok);
  const detail = wrong.map(([name, check]) => `${name}: ${check.detail ?? 'not ready'}`).join(', ');
  return { name: service, ready, detail: detail === '' ? null : detail };
}
