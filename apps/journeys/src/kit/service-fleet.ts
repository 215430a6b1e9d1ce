import { join } from 'node:path';
import { SERVICE_NAMES, type ServiceName } from '@evenkeel/contracts-messages';
import { freePort } from './free-port.js';
import { OsProcess } from './os-process.js';

export interface FleetOptions {
  readonly databaseUrl: string;
  readonly brokers: string;
  readonly secretKey: string;
  /** For the logs. */
  readonly folder: string;
  /** Further settings of every service; those it does not know it does not read. */
  readonly env?: Readonly<Record<string, string>>;
}

/** One replica: keeps its name and its port through all its lives. */
interface Berth {
  readonly service: ServiceName;
  readonly instance: string;
  readonly port: number;
  /** Of the admin over gRPC. */
  readonly grpcPort: number | undefined;
  process: OsProcess | undefined;
  /** It was asked to end. */
  isStopped: boolean;
}

/** The seven services, each as a process of its own, as in docker-compose.yml. */
export class ServiceFleet {
  private readonly berths = new Map<string, Berth>();

  constructor(private readonly options: FleetOptions) {}

  /** Starts one of each and waits until all are ready. */
  async startAll(): Promise<void> {
    await Promise.all(SERVICE_NAMES.map((service) => this.start(service)));
  }

  /** Starts a replica, or starts it again after it ended, and waits until it is ready. */
  async start(service: ServiceName, replica = 1): Promise<void> {
    const berth = await this.berth(service, replica);
    if (berth.process !== undefined && !berth.process.hasExited) {
      throw new Error(`${berth.instance} runs already`);
    }
    berth.isStopped = false;
    berth.process = new OsProcess({
      program: `apps/${service}/dist/main.js`,
      logFile: join(this.options.folder, `${berth.instance}.log`),
      env: {
        DATABASE_URL: this.options.databaseUrl,
        KAFKA_BROKERS: this.options.brokers,
        EVENKEEL_SECRET_KEY: this.options.secretKey,
        EVENKEEL_INSTANCE: berth.instance,
        PORT: String(berth.port),
        ...(berth.grpcPort === undefined ? {} : { GRPC_PORT: String(berth.grpcPort) }),
        ...this.options.env,
      },
    });
    await berth.process.untilAnswers(`http://127.0.0.1:${berth.port}/readyz`);
  }

  async kill9(service: ServiceName, replica = 1): Promise<void> {
    await this.running(service, replica).kill9();
  }

  freeze(service: ServiceName, replica = 1): void {
    this.running(service, replica).freeze();
  }

  thaw(service: ServiceName, replica = 1): void {
    this.running(service, replica).thaw();
  }

  /** Its exit code after a polite request. */
  async stop(service: ServiceName, replica = 1): Promise<number | null> {
    const process = this.running(service, replica);
    this.berthOf(service, replica).isStopped = true;
    return process.stop();
  }

  url(service: ServiceName, replica = 1): string {
    return `http://127.0.0.1:${this.berthOf(service, replica).port}`;
  }

  /** `host:port` of the admin. */
  grpcAddress(replica = 1): string {
    return `127.0.0.1:${this.berthOf('admin', replica).grpcPort}`;
  }

  private berthOf(service: ServiceName, replica: number): Berth {
    const berth = this.berths.get(instanceOf(service, replica));
    if (berth === undefined) throw new Error(`${instanceOf(service, replica)} was never started`);
    return berth;
  }

  /** Of those that run, by instance. */
  get pids(): ReadonlyMap<string, number> {
    const running = [...this.berths.values()].filter(({ process }) => process !== undefined);
    return new Map(running.map(({ instance, process }) => [instance, process?.pid ?? 0]));
  }

  /** Those that ended although they were not asked to. */
  get lost(): readonly string[] {
    return [...this.berths.values()]
      .filter(({ process, isStopped }) => !isStopped && (process === undefined || process.hasExited))
      .map(({ instance }) => instance);
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.berths.values()].map(async ({ process }) => process?.stop()));
  }

  private async berth(service: ServiceName, replica: number): Promise<Berth> {
    const instance = instanceOf(service, replica);
    const known = this.berths.get(instance);
    if (known !== undefined) return known;
    const grpcPort = service === 'admin' ? await freePort() : undefined;
    const ports = { port: await freePort(), grpcPort };
    const berth: Berth = { service, instance, ...ports, process: undefined, isStopped: false };
    this.berths.set(instance, berth);
    return berth;
  }

  private running(service: ServiceName, replica: number): OsProcess {
    const process = this.berths.get(instanceOf(service, replica))?.process;
    if (process === undefined) throw new Error(`${instanceOf(service, replica)} was never started`);
    return process;
  }
}

function instanceOf(service: ServiceName, replica: number): string {
  return `${service}-${replica}`;
}
