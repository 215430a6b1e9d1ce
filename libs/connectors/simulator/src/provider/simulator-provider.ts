import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { describeProblem } from '@evenkeel/domain';
import { json, refusal, type Answer } from './answer.js';
import { changeRecords, type ControlRequest, type DataSets } from './control.js';
import { damageAnswer, replacementAnswer, type ActiveFaults } from './damage.js';
import { DataSet, SIMULATED_STREAMS } from './data-set.js';
import { FaultSet, parseFaults } from './fault-rule.js';
import { changesPage, findPlace, listPage, type ListCall } from './list-page.js';
import { mix } from './mix.js';
import { StatsKeeper, type ProviderStats } from './provider-stats.js';

export interface ProviderOptions {
  /** 0 chooses a free one. */
  readonly port: number;
  /** 127.0.0.1 unless somebody has a reason. */
  readonly host: string;
  readonly seed: number;
  /** Per stream. */
  readonly records: number;
  /** Records a page where the caller does not say. */
  readonly pageSize: number;
  /** The most that a caller can ask for; more is quietly cut to it. */
  readonly largestPage: number;
  readonly latencyMs: number;
  /** In the words of `parseFaults`. */
  readonly faults: string;
  /** Asked of every caller, as a bearer token, `X-Api-Key`, `?api_key=` or a basic password; none if null. */
  readonly token: string | null;
}

const DEFAULTS: ProviderOptions = {
  port: 0,
  host: '127.0.0.1',
  seed: 1,
  records: 1000,
  pageSize: 100,
  largestPage: 1000,
  latencyMs: 0,
  faults: '',
  token: null,
};

/** What a fault that is not an answer makes of a call. */
const NO_ANSWER = Symbol('no answer');
const CUT = Symbol('cut');
type Reply = Answer | typeof NO_ANSWER | typeof CUT;

/**
 * A provider with a real HTTP server, seeded records that are worked out rather than held, and any fault one asks
 * for: in force for all (`POST /_control`, options), or for one caller whose base URL ends in `/faults/<rules>`.
 */
export class SimulatorProvider {
  private readonly sets: DataSets;
  private readonly stats = new StatsKeeper();
  private readonly faultsOfPaths = new Map<string, FaultSet>();
  private faults: FaultSet;
  private latencyMs: number;
  private clockAheadMs = 0;
  private edited = 0;

  private constructor(
    private readonly server: Server,
    private readonly options: ProviderOptions,
  ) {
    const nowMs = () => this.nowMs();
    const set = (stream: (typeof SIMULATED_STREAMS)[number]) =>
      new DataSet(stream, options.seed, options.records, nowMs);
    this.sets = { customers: set('customers'), devices: set('devices'), invoices: set('invoices') };
    this.faults = new FaultSet(parseFaults(options.faults));
    this.latencyMs = options.latencyMs;
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      void this.serve(request, response);
    });
  }

  static async start(options: Partial<ProviderOptions> = {}): Promise<SimulatorProvider> {
    const server = createServer();
    const provider = new SimulatorProvider(server, { ...DEFAULTS, ...options });
    server.listen(provider.options.port, provider.options.host);
    await once(server, 'listening');
    return provider;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://${this.options.host}:${this.port}`;
  }

  /** Also cuts the calls that hang. */
  async stop(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  /** The same as `POST /_control`. Returns the ids of the records that were touched. */
  control(request: ControlRequest): string[] {
    if (request.faults !== undefined) this.faults = new FaultSet(parseFaults(request.faults));
    if (request.latencyMs !== undefined) this.latencyMs = request.latencyMs;
    if (request.clockAheadMs !== undefined) this.clockAheadMs = request.clockAheadMs;
    if (request.resetStats === true) this.stats.reset();
    return changeRecords(request, this.sets);
  }

  showStats(): ProviderStats {
    return this.stats.show();
  }

  /** Every record of a stream as it is now, as JSON texts in the order of the listing. */
  *everything(stream: (typeof SIMULATED_STREAMS)[number]): Generator<string> {
    const selection = this.sets[stream].select(null);
    for (let place = 0; place < selection.length; place += 1) {
      const index = selection.at(place);
      if (index !== undefined) yield this.sets[stream].text(index);
    }
  }

  private nowMs(): number {
    return Date.now() + this.clockAheadMs;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => undefined); // the caller went away
    let reply: Reply;
    try {
      reply = await this.reply(request);
    } catch (error) {
      reply = refusal(400, describeProblem(error).message);
    }
    if (reply === NO_ANSWER) return;
    if (reply === CUT) request.destroy();
    else this.send(response, reply);
  }

  private send(response: ServerResponse, answer: Answer): void {
    this.stats.answered(answer.status);
    const body = Buffer.from(answer.body as string);
    response.writeHead(answer.status, {
      date: new Date(this.nowMs()).toUTCString(),
      'content-length': body.length,
      ...answer.headers,
    });
    if (answer.cutAfterBytes === undefined) response.end(body);
    else response.write(body.subarray(0, answer.cutAfterBytes), () => response.destroy());
  }

  private async reply(request: IncomingMessage): Promise<Reply> {
    const url = new URL(request.url ?? '/', this.url);
    if (url.pathname === '/_stats') return json(JSON.stringify(this.stats.show()));
    if (url.pathname === '/_control') {
      const asked = JSON.parse(await textOf(request)) as ControlRequest;
      return json(JSON.stringify({ touched: this.control(asked) }));
    }
    if (!this.isAuthorized(request, url)) return refusal(401, 'bad_token');
    return this.replyToCaller(url);
  }

  private async replyToCaller(url: URL): Promise<Reply> {
    const [, base = '', rules, path = '/'] = /^(\/faults\/([^/]*))?(\/.*)?$/.exec(url.pathname) ?? [];
    const [, first = '', second, third] = path.split('/');
    const feed = first === 'changes';
    const stream = feed ? (second ?? '') : first;
    const data = (this.sets as Readonly<Record<string, DataSet | undefined>>)[stream];
    const id = feed ? third : second;
    const address = `${this.url}${base}${path}`;
    const call =
      data && id === undefined
        ? { data, query: url.searchParams, address, limit: this.limitOf(url) }
        : undefined;
    const found = call === undefined || feed ? undefined : findPlace(call);
    const about = { stream, page: found?.page ?? null, lastPage: found?.lastPage ?? false };
    const faults: ActiveFaults = new Map([
      ...this.faults.applyTo(about),
      ...this.faultsOf(rules).applyTo(about),
    ]);
    const latencyMs = Number(faults.get('latency')?.['ms'] ?? this.latencyMs);
    if (latencyMs > 0) await delay(latencyMs);
    if (faults.has('hang')) return NO_ANSWER;
    if (faults.has('outage')) return CUT;
    const replaced = replacementAnswer(faults, this.nowMs());
    if (replaced !== undefined) return replaced;
    if (path === '/') return json(JSON.stringify({ name: 'Evenkeel simulator', streams: SIMULATED_STREAMS }));
    if (data === undefined) return refusal(404, 'no_such_path');
    if (call === undefined) return this.readOne(data, decodeURIComponent(id ?? ''));
    return damageAnswer(feed ? this.changes(call, faults) : this.list(call, faults), faults);
  }

  private list(call: ListCall, faults: ActiveFaults): Answer {
    this.editWhileListing(call.data, faults);
    const found = findPlace(call);
    const since = found.sinceMs === null ? '' : `?since=${new Date(found.sinceMs).toISOString()}`;
    this.stats.listed(`${call.data.stream}@${found.place}${since}`);
    return listPage(call, found, faults);
  }

  private changes(call: ListCall, faults: ActiveFaults): Answer {
    this.editWhileListing(call.data, faults);
    this.stats.listed(`changes/${call.data.stream}@${call.query.get('since') ?? '0'}`);
    return changesPage(call, faults);
  }

  private readOne(data: DataSet, id: string): Answer {
    this.stats.read(`${data.stream}/${id}`);
    const index = data.indexOf(id);
    return index === undefined ? refusal(404, 'no_such_record') : json(data.text(index));
  }

  private editWhileListing(data: DataSet, faults: ActiveFaults): void {
    const options = faults.get('edits');
    if (options === undefined) return;
    for (let edit = 0; edit < Number(options['count'] ?? 10); edit += 1) {
      this.edited += 1;
      data.edit(mix(this.options.seed, this.edited) % Math.max(1, data.total));
    }
  }

  private limitOf(url: URL): number {
    const asked = Number(
      url.searchParams.get('limit') ?? url.searchParams.get('per_page') ?? this.options.pageSize,
    );
    return Math.min(
      this.options.largestPage,
      Math.max(1, Number.isInteger(asked) ? asked : this.options.pageSize),
    );
  }

  private isAuthorized(request: IncomingMessage, url: URL): boolean {
    const { token } = this.options;
    if (token === null) return true;
    const { authorization = '' } = request.headers;
    const basic = /^Basic (.+)$/.exec(authorization)?.[1];
    const password =
      basic === undefined ? undefined : Buffer.from(basic, 'base64').toString('utf8').split(':')[1];
    const offered = [password, request.headers['x-api-key'], url.searchParams.get('api_key')];
    return authorization === `Bearer ${token}` || offered.includes(token);
  }

  /** Rules in a path count across the calls of all who use that path. */
  private faultsOf(rules: string | undefined): FaultSet {
    const text = decodeURIComponent(rules ?? '');
    const known = this.faultsOfPaths.get(text);
    if (known !== undefined) return known;
    const set = new FaultSet(parseFaults(text));
    this.faultsOfPaths.set(text, set);
    return set;
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
