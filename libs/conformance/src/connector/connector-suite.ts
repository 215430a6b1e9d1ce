import type { JsonObject, SourceRecord } from '@evenkeel/domain';
import type { Connector, ConnectorContext, ConnectorSession, PageRequest, SourcePage } from '@evenkeel/ports';
import { ListedLogger } from '../message-bus/testing/bus-surroundings.js';
import type { ConformanceProvider, ProviderAccess } from './conformance-provider.js';

export interface ConnectorConformance {
  /** A new instance each time: what one remembers, another would not. */
  readonly make: () => Connector;
  readonly provider: ConformanceProvider;
  readonly streams: readonly string[];
  /** Left out where there are no credentials. */
  readonly wrongCredentials?: JsonObject;
  /** Settings that are wrong in one field, by the name of that field. */
  readonly wrongSettings: Readonly<Record<string, JsonObject>>;
}

export const PAGE_SIZE = 10;
const MOST_PAGES = 200;

type PartOfListing = Partial<Omit<PageRequest, 'filter'>>;

/** One connector with its provider, which starts anew for each test. Every call opens a session of its own, as a replica does. */
export class ConnectorSuite {
  private access: ProviderAccess | undefined;

  constructor(
    readonly name: string,
    readonly conformance: ConnectorConformance,
  ) {
    beforeEach(async () => {
      this.access = await this.provider.start();
    });
    afterEach(() => this.provider.stop());
  }

  get provider(): ConformanceProvider {
    return this.conformance.provider;
  }

  get streams(): readonly string[] {
    return this.conformance.streams;
  }

  get anyStream(): string {
    return this.streams[0] ?? '';
  }

  get opened(): ProviderAccess {
    if (this.access === undefined) throw new Error('The provider is started before each test');
    return this.access;
  }

  /** A test of what only some providers can do; skipped where this one cannot. */
  test(...abilities: readonly (keyof ConformanceProvider)[]): jest.It {
    return testIf(abilities.every((ability) => this.provider[ability] !== undefined));
  }

  open(
    changes: Partial<ConnectorContext> = {},
    signal: AbortSignal = new AbortController().signal,
  ): ConnectorSession {
    const { settings, credentials, clock } = this.opened;
    const connector = this.conformance.make();
    const gateways = this.opened.gateways(connector.destinations(changes.settings ?? settings), signal);
    const log = new ListedLogger();
    return connector.open({ settings, credentials, clock, log, gateways, ...changes });
  }

  stream(name: string) {
    return this.open().stream(name);
  }

  /** All pages from a cursor on, each read by another session. */
  async readAll(name: string, { since = null, cursor = null, ...part }: PartOfListing = {}) {
    const pages: SourcePage[] = [];
    let at: string | null = cursor;
    do {
      const stream = await this.stream(name);
      const page = await stream.readPage({ cursor: at, pageSize: PAGE_SIZE, since, ...part });
      pages.push(page);
      at = page.next;
    } while (at !== null && pages.length < MOST_PAGES);
    return pages;
  }

  async firstPage(name: string, session = this.open()): Promise<SourcePage> {
    const stream = await session.stream(name);
    return stream.readPage({ cursor: null, pageSize: PAGE_SIZE, since: null });
  }

  async idsHeld(name: string): Promise<readonly string[]> {
    return (await this.provider.ids(name)).toSorted();
  }
}

export function testIf(can: boolean): jest.It {
  return can ? it : it.skip;
}

export function recordsOf(pages: readonly SourcePage[]): SourceRecord[] {
  return pages.flatMap(({ records }) => records.filter(({ overlap }) => overlap !== true));
}

export function idsOf(pages: readonly SourcePage[]): (string | null)[] {
  return recordsOf(pages).flatMap(({ externalId, gone }) => (gone === undefined ? [externalId] : []));
}
