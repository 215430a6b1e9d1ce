import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { describeProblem, SyncError } from '@evenkeel/domain';
import { CUT, json, NO_ANSWER, refusal, type Answer, type Reply } from './answer.js';
import { isAuthorized } from './authorization.js';
import { ArrivalCounter } from './arrival-counter.js';
import { changeRecords, type ControlRequest, type DataSets } from './control.js';
import { damageAnswer, leavesUnreadable, replacementAnswer } from './damage.js';
import { DataSet } from './data-set.js';
import { SIMULATED_STREAMS } from './simulated-stream.js';
import { FaultBook, type ActiveFaults } from './fault-book.js';
import { changesPage, findPlace, listPage, type ListCall } from './list-page.js';
import { Unrest } from './unrest.js';
import { keysText, nameRange } from './index-range.js';
import { DEFAULT_PROVIDER_OPTIONS, type ProviderOptions } from './provider-options.js';
import { routeOf, type Route } from './route.js';
import { StatsKeeper, type ProviderStats } from './provider-stats.js';
import { kindOfMethod } from './writes/asked-write.js';
import { takeWrite, textOf } from './writes/take-write.js';
import { serveWrite } from './writes/serve-write.js';
import { WriteDesk } from './writes/write-desk.js';

interface ReadCall {
  readonly url: URL;
  readonly route: Route;
  /** Where a page is asked for. */
  readonly call: ListCall | undefined;
  readonly faults: ActiveFaults;
}

/**
 * A provider with a real HTTP server, seeded records that are worked out rather than held, and any fault one asks
 * for: in force for all (`POST /_control`, options), or for one caller whose base URL ends in `/faults/<rules>`.
 */
export class SimulatorProvider {
  private readonly sets: DataSets;
  private readonly stats = new StatsKeeper();
  private readonly calls = new ArrivalCounter();
  private readonly desk = new WriteDesk(this.stats, () => this.nowMs());
  private readonly faults: FaultBook;
  private latencyMs: number;
  private clockAheadMs = 0;
  private readonly unrest: Unrest;

  private constructor(
    private readonly server: Server,
    private readonly options: ProviderOptions,
  ) {
    const nowMs = () => this.nowMs();
    const set = (stream: (typeof SIMULATED_STREAMS)[number]) =>
      new DataSet(stream, options.seed, options.records, nowMs);
    this.sets = { customers: set('customers'), devices: set('devices'), invoices: set('invoices') };
    this.faults = new FaultBook(options.faults);
    this.unrest = new Unrest(options.seed);
    this.latencyMs = options.latencyMs;
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      void this.serve(request, response);
    });
  }

  static async start(options: Partial<ProviderOptions> = {}): Promise<SimulatorProvider> {
    const server = createServer();
    const provider = new SimulatorProvider(server, { ...DEFAULT_PROVIDER_OPTIONS, ...options });
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
    if (request.faults !== undefined) this.faults.replace(request.faults);
    if (request.latencyMs !== undefined) this.latencyMs = request.latencyMs;
    if (request.clockAheadMs !== undefined) this.clockAheadMs = request.clockAheadMs;
    if (request.callLimit !== undefined) this.calls.watch(request.callLimit);
    if (request.writing !== undefined) this.desk.rules = { ...this.desk.rules, ...request.writing };
    if (request.resetStats === true) this.stats.reset();
    return changeRecords(request, this.sets);
  }

  showStats(): ProviderStats {
    return this.stats.show(this.calls.use);
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
      reply = refusal(error instanceof SyncError ? 400 : 500, describeProblem(error).message);
    }
    if (reply === NO_ANSWER) return;
    if (reply === CUT) request.socket.destroy();
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
    if (url.pathname === '/_stats') return json(JSON.stringify(this.showStats()));
    if (url.pathname === '/_control') {
      const asked = JSON.parse(await textOf(request)) as ControlRequest;
      return json(JSON.stringify({ touched: this.control(asked) }));
    }
    if (this.calls.isBanned(performance.now())) return refusal(403, 'banned');
    if (!isAuthorized(request, url, this.options.token)) return refusal(401, 'bad_token');
    return this.replyToCaller(url, request);
  }

  private async replyToCaller(url: URL, request: IncomingMessage): Promise<Reply> {
    this.desk.carryOutDue();
    const route = routeOf(url.pathname);
    const data = (this.sets as Readonly<Record<string, DataSet | undefined>>)[route.stream];
    const writes = route.batch ? ('batch' as const) : kindOfMethod(request.method);
    const isListing = route.id === undefined && !route.keys && !route.lookUp && writes === undefined;
    const call = data === undefined || !isListing ? undefined : this.listCall(data, url, route);
    const found = call === undefined || route.feed ? undefined : findPlace(call);
    const { page = null, lastPage = false } = found ?? {};
    const faults = this.faults.applyTo({ stream: route.stream, page, lastPage, writes }, route.rules);
    const write = writes === undefined ? undefined : await takeWrite(request, url, route);
    const latencyMs = Number(faults.get('latency')?.['ms'] ?? this.latencyMs);
    if (latencyMs > 0) await delay(latencyMs);
    if (faults.has('hang')) return NO_ANSWER;
    if (faults.has('outage')) return CUT;
    const replaced = replacementAnswer(faults, this.nowMs());
    if (replaced !== undefined) return replaced;
    if (faults.has('expired-cursor') && (page ?? 1) > 1) return refusal(410, 'cursor_expired');
    if (route.path === '/')
      return json(JSON.stringify({ name: 'Evenkeel simulator', streams: SIMULATED_STREAMS }));
    if (route.operation !== undefined) return this.desk.tellAccepted(route.operation);
    if (data === undefined) return refusal(404, 'no_such_path');
    if (write !== undefined) return serveWrite(this.desk, data, write, faults);
    return this.read(data, { url, route, call, faults });
  }

  private read(data: DataSet, { url, route, call, faults }: ReadCall): Answer {
    if (route.lookUp) return this.desk.lookUp(data, url.searchParams);
    if (route.keys) return json(keysText(data.stream, data.total, data.select(null).length));
    if (call === undefined) return this.readOne(data, route.id ?? '');
    return damageAnswer(route.feed ? this.changes(call, faults) : this.list(call, faults), faults);
  }

  private listCall(data: DataSet, url: URL, { base, path }: Route): ListCall {
    return { data, query: url.searchParams, address: `${this.url}${base}${path}`, limit: this.limitOf(url) };
  }

  private list(call: ListCall, faults: ActiveFaults): Answer {
    this.unrest.disturb(call.data, faults);
    const found = findPlace(call);
    const since = found.sinceMs === null ? '' : `?since=${new Date(found.sinceMs).toISOString()}`;
    this.countPage(`${call.data.stream}${nameRange(found.part)}@${found.place}${since}`, faults);
    return listPage(call, found, faults);
  }

  private changes(call: ListCall, faults: ActiveFaults): Answer {
    this.unrest.disturb(call.data, faults);
    this.countPage(`changes/${call.data.stream}@${call.query.get('since') ?? '0'}`, faults);
    return changesPage(call, faults);
  }

  private countPage(page: string, faults: ActiveFaults): void {
    if (!leavesUnreadable(faults)) this.stats.listed(page);
  }

  private readOne(data: DataSet, id: string): Answer {
    this.stats.read(`${data.stream}/${id}`);
    const index = data.indexOf(id);
    return index === undefined ? refusal(404, 'no_such_record') : json(data.text(index));
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
}
