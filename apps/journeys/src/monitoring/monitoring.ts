import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { surroundings } from '../kit/env.js';
import { eventually } from '../kit/eventually.js';
import { freePort } from '../kit/free-port.js';
import { root } from '../kit/repository.js';
import { ForeignProcess } from './foreign-process.js';
import { quickRules } from './quick-rules.js';

/** By the names that Debian gives them, and by their own. */
export const PROGRAMS = {
  prometheus: surroundings.programOf('prometheus'),
  alertmanager: surroundings.programOf('prometheus-alertmanager') ?? surroundings.programOf('alertmanager'),
  promtool: surroundings.programOf('promtool'),
};

export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

/** A real Prometheus that scrapes the services each second, and a real Alertmanager that it tells. */
export class Monitoring {
  private constructor(
    private readonly prometheus: string,
    private readonly alertmanager: string,
    private readonly processes: readonly ForeignProcess[],
  ) {}

  static async start(targets: readonly string[], folder: string): Promise<Monitoring> {
    const [prometheus, alertmanager] = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${await freePort()}`];
    const write = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const rules = readFileSync(join(root, 'deploy/prometheus/rules.yml'), 'utf8');
    write('rules.yml', quickRules(rules));
    const scraping = write('prometheus.yml', scrapeConfig(targets, alertmanager));
    const routing = write('alertmanager.yml', ROUTES);
    const processes = await Promise.all([
      ForeignProcess.start({
        program: PROGRAMS.prometheus ?? '',
        args: [
          `--config.file=${scraping}`,
          `--storage.tsdb.path=${join(folder, 'prometheus')}`,
          `--web.listen-address=${prometheus}`,
        ],
        ready: `http://${prometheus}/-/ready`,
        logFile: join(folder, 'prometheus.log'),
      }),
      ForeignProcess.start({
        program: PROGRAMS.alertmanager ?? '',
        args: [
          `--config.file=${routing}`,
          `--storage.path=${join(folder, 'alertmanager')}`,
          `--web.listen-address=${alertmanager}`,
          '--cluster.listen-address=',
        ],
        ready: `http://${alertmanager}/-/ready`,
        logFile: join(folder, 'alertmanager.log'),
      }),
    ]);
    return new Monitoring(`http://${prometheus}`, `http://${alertmanager}`, processes);
  }

  /** Resolves when Alertmanager has been told of it, with its labels. */
  untilFiring(alert: string, withinMs = 75_000): Promise<Readonly<Record<string, string>>> {
    return eventually(
      `${alert} fires`,
      async () => (await this.alerts()).find(({ alertname }) => alertname === alert),
      withinMs,
    );
  }

  async untilResolved(alert: string, withinMs = 90_000): Promise<void> {
    const isGone = async () => !(await this.alerts()).some(({ alertname }) => alertname === alert);
    await eventually(`${alert} is resolved`, isGone, withinMs);
  }

  /** What Alertmanager shows as active now. */
  async alerts(): Promise<readonly Readonly<Record<string, string>>[]> {
    const answer = await fetch(`${this.alertmanager}/api/v2/alerts?active=true`);
    const alerts = (await answer.json()) as { readonly labels: Readonly<Record<string, string>> }[];
    return alerts.map(({ labels }) => labels);
  }

  /** Rejects with what Prometheus says against the query. */
  async query(expr: string): Promise<readonly Sample[]> {
    const answer = await fetch(`${this.prometheus}/api/v1/query`, {
      method: 'POST',
      body: new URLSearchParams({ query: expr }),
    });
    const { status, error, data } = (await answer.json()) as {
      readonly status: string;
      readonly error?: string;
      readonly data?: { readonly result: readonly Sample[] };
    };
    if (status !== 'success' || data === undefined) throw new Error(`${expr}: ${error}`);
    return data.result;
  }

  async stop(): Promise<void> {
    for (const process of this.processes) await process.stop();
  }
}

const ROUTES = `
route: { receiver: shown, group_wait: 0s, group_interval: 1s, group_by: ['...'] }
receivers: [{ name: shown }]
`;

const scrapeConfig = (targets: readonly string[], alertmanager: string) => `
global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }
rule_files: [rules.yml]
alerting: { alertmanagers: [{ static_configs: [{ targets: ['${alertmanager}'] }] }] }
scrape_configs:
  - job_name: evenkeel
    honor_labels: true
    static_configs: [{ targets: [${targets.map((target) => `'${new URL(target).host}'`).join(', ')}] }]
`;
