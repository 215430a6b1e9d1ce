import type { AddConnectionRequest, AddJobRequest, ExecutionView } from '@evenkeel/contracts-admin';
import type { JsonObject } from '@evenkeel/domain';
import type { StandaloneUnderTest } from '../kit/standalone.js';
import type { Api, Asked, Served, SloppyProvider } from './sloppy-provider.js';
import { Wrong } from './wrong.js';

/** What a run of the sizes that are tried here takes, many times over. */
const WITHIN_MS = 25_000;

export interface Setting {
  /** Of the stream `rows`; what is left out: records at `data`, ids at `id`. */
  readonly stream: JsonObject;
  readonly settings?: JsonObject;
  readonly credentials?: JsonObject;
  readonly job?: Partial<AddJobRequest>;
}

interface Providers {
  readonly own: SloppyProvider;
  readonly other: SloppyProvider;
}

/** One API, one connection and one job of a real engine, for one trial. */
export class Lab {
  private served: Served | undefined;

  constructor(
    readonly engine: StandaloneUnderTest,
    private readonly providers: Providers,
    /** Of the connection, the job and the record type. */
    readonly name: string,
  ) {}

  get asked(): readonly Asked[] {
    return this.served?.asked ?? [];
  }

  /** On another port. */
  elsewhere(api: Api): Served {
    return this.providers.other.serve(api);
  }

  /** Serves it, and adds a connection and a job with the defaults of the product. */
  async connect(api: Api, { stream, settings = {}, credentials = {}, job = {} }: Setting): Promise<void> {
    this.served = this.providers.own.serve(api);
    const { name } = this;
    const rows = { path: '/rows', recordsPath: 'data', ...stream };
    const all = { baseUrl: this.served.url, streams: { rows }, ...settings };
    const connection = { name, connector: 'rest', settings: all, credentials } as AddConnectionRequest;
    await this.engine.admin.addConnection(connection);
    const defaults = { name, connection: name, stream: 'rows', recordType: name, mode: 'full' } as const;
    await this.engine.admin.addJob({ ...defaults, retryOnFailure: false, ...job });
  }

  async run(request: Parameters<StandaloneUnderTest['admin']['begin']>[1] = {}): Promise<ExecutionView> {
    const { admin } = this.engine;
    const id = await admin.begin(this.name, request);
    return admin.untilEnded(id, WITHIN_MS).catch(async (error: unknown) => {
      await admin.cancel(id);
      throw new Wrong(`a run does not end: ${(error as Error).message}`);
    });
  }

  /** Active records by external id. */
  async active(): Promise<Map<string, JsonObject>> {
    const { store } = this.engine;
    const [rows, gone] = [await store.records(this.name), new Set(await store.inactive(this.name))];
    return new Map([...rows].filter(([id]) => !gone.has(id)).map(([id, { data }]) => [id, data]));
  }
}
