import type { JsonObject, SourceRecord, SyncError } from '@evenkeel/domain';
import type {
  Clock,
  Connector,
  ConnectorContext,
  HttpCaller,
  PageRequest,
  SourcePage,
} from '@evenkeel/ports';
import { ListedLogger } from '../message-bus/testing/bus-surroundings.js';

/** A real provider for one connector, and the truth about what it holds. */
export interface ConnectorWorld {
  readonly settings: JsonObject;
  readonly credentials: JsonObject;
  readonly clock: Clock;
  /** Makes one attempt a call, takes bodies of up to 1 MiB, and shares no breaker with an earlier caller. */
  readonly http: (signal: AbortSignal) => HttpCaller;
  /** The settings with which the provider misbehaves, in the words of the simulator's faults. */
  readonly withFaults: (rules: string) => JsonObject;
  /** Ids of a stream in the provider's own words: some 25 to 100. */
  readonly ids: (stream: string) => readonly string[];
  readonly edit: (stream: string, ids: readonly string[]) => void;
  readonly close: () => Promise<void>;
}

export interface ConnectorConformance {
  /** A new instance each time: what one remembers, another would not. */
  readonly make: () => Connector;
  readonly open: () => Promise<ConnectorWorld>;
  readonly streams: readonly string[];
  readonly wrongCredentials: JsonObject;
  /** Settings that are wrong in one field, by the name of that field. */
  readonly wrongSettings: Readonly<Record<string, JsonObject>>;
}

const FAULTS: readonly (readonly [rules: string, code: string, errorClass: string])[] = [
  ['unauthorized', 'provider.unauthorized', 'auth'],
  ['not-found', 'provider.not_found', 'config'],
  ['server-error', 'provider.server_error', 'transient'],
  ['outage', 'provider.unreachable', 'transient'],
  ['html', 'provider.unexpected_content', 'config'],
  ['malformed', 'provider.malformed_body', 'transient'],
  ['invalid-utf8', 'provider.malformed_body', 'transient'],
  ['truncated', 'provider.truncated_body', 'transient'],
  ['truncated-gzip', 'provider.truncated_body', 'transient'],
  ['huge-body:mb=50', 'provider.body_too_large', 'config'],
  ['wrong-shape', 'provider.unexpected_shape', 'config'],
  ['deep', 'provider.body_too_deep', 'config'],
  ['redirect', 'provider.redirected', 'config'],
];
const PAGE_SIZE = 10;
const MOST_PAGES = 200;
/** Slices that settings name are as many as they name, whatever is asked for. */
const MOST_NAMED_SLICES = 8;

/** What every {@link Connector} owes the engine. */
export function describeConnector(name: string, conformance: ConnectorConformance): void {
  const { make, streams } = conformance;
  let world: ConnectorWorld;
  beforeEach(async () => {
    world = await conformance.open();
  });
  afterEach(() => world.close());

  const context = (changes: Partial<ConnectorContext> = {}): ConnectorContext => ({
    settings: world.settings,
    credentials: world.credentials,
    http: world.http(new AbortController().signal),
    clock: world.clock,
    log: new ListedLogger(),
    ...changes,
  });
  /** All pages from a cursor on; a connector of its own reads each. */
  async function readAll(
    stream: string,
    {
      since = null,
      cursor = null,
      ...part
    }: Partial<Pick<PageRequest, 'since' | 'cursor' | 'range' | 'until'>> = {},
    settings = world.settings,
  ): Promise<SourcePage[]> {
    const pages: SourcePage[] = [];
    let at: string | null = cursor;
    do {
      const request = { stream, cursor: at, pageSize: PAGE_SIZE, since, ...part };
      const page = await make().readPage(context({ settings }), request);
      pages.push(page);
      at = page.next;
    } while (at !== null && pages.length < MOST_PAGES);
    return pages;
  }
  const firstPage = (stream: string, settings = world.settings, http?: HttpCaller) =>
    make().readPage(context({ settings, ...(http === undefined ? {} : { http }) }), {
      stream,
      cursor: null,
      pageSize: PAGE_SIZE,
      since: null,
    });
  const isInventory = async (stream: string) =>
    (await make().discover(context())).some(({ name, shape }) => name === stream && shape === 'inventory');
  const recordsOf = (pages: readonly SourcePage[]): SourceRecord[] => pages.flatMap(({ records }) => records);
  const idsOf = (pages: readonly SourcePage[]) => recordsOf(pages).map(({ externalId }) => externalId);
  const [anyStream = ''] = streams;

  describe(`${name}, stream by stream:`, () => {
    it.each(streams)('%s is read exactly once, in pages of the size that was asked for', async (stream) => {
      const pages = await readAll(stream);
      expect(idsOf(pages).sort()).toEqual([...world.ids(stream)].sort());
      expect(pages.length).toBeGreaterThan(2);
      for (const { records } of pages) expect(records.length).toBeLessThanOrEqual(PAGE_SIZE);
      expect(pages.at(-1)?.next).toBeNull();
    });

    it.each(streams)(
      '%s is read exactly once in slices too, if it says that it can be cut',
      async (stream) => {
        const described = (await make().discover(context())).find((one) => one.name === stream);
        if (described?.sliceKey === undefined) return;
        const request = { stream, sliceSize: 7, mostSlices: 5, since: null };
        const sliced = await make().sliceStream?.(context(), request);
        expect(sliced?.slices.length).toBeGreaterThan(1);
        expect(sliced?.slices.length).toBeLessThanOrEqual(MOST_NAMED_SLICES);
        expect([null, world.ids(stream).length]).toContain(sliced?.records);
        const pages = [];
        for (const { range } of sliced?.slices ?? []) {
          // A range is stored before it is used.
          const stored = JSON.parse(JSON.stringify(range)) as JsonObject;
          const ofSlice = await readAll(stream, { range: stored });
          expect(ofSlice.at(-1)?.next).toBeNull();
          pages.push(...ofSlice);
        }
        expect(idsOf(pages).sort()).toEqual([...world.ids(stream)].sort());
      },
    );

    it.each(streams)('%s can be read on from any of its cursors by somebody else', async (stream) => {
      const pages = await readAll(stream);
      for (const [place, page] of pages.entries()) {
        if (page.next === null) continue;
        const rest = await readAll(stream, { cursor: page.next });
        expect(idsOf(rest)).toEqual(idsOf(pages.slice(place + 1)));
      }
    });

    it.each(streams)('%s gives the same page for the same cursor', async (stream) => {
      const cursor = (await firstPage(stream)).next;
      const request = { stream, cursor, pageSize: PAGE_SIZE, since: null };
      const connector = make();
      const [once, again] = [
        await connector.readPage(context(), request),
        await connector.readPage(context(), request),
      ];
      expect(again.records).toEqual(once.records);
      expect(again.next).toEqual(once.next);
    });

    it.each(streams)('%s can be read on for what changed since, if it says that it can', async (stream) => {
      const described = (await make().discover(context())).find((one) => one.name === stream);
      if (described?.incremental !== true) return;
      const full = await readAll(stream);
      const first = full[0]?.bound ?? null;
      const since = first?.kind === 'position' ? (full.at(-1)?.bound ?? null) : first;
      expect(since).not.toBeNull();
      expect(recordsOf(await readAll(stream, { since }))).toEqual([]);
      const changed = [3, 11, 20].map((index) => world.ids(stream)[index] ?? '');
      world.edit(stream, changed);
      expect(idsOf(await readAll(stream, { since })).sort()).toEqual([...changed].sort());
    });

    it.each(streams)('%s can be read for a time that is named, if it says that it can', async (stream) => {
      const described = (await make().discover(context())).find((one) => one.name === stream);
      if (described?.backfill !== 'period') return;
      const until = (await firstPage(stream)).bound?.value ?? '';
      const changed = [3, 11, 20].map((index) => world.ids(stream)[index] ?? '');
      // The provider's clock may tell whole seconds only.
      await new Promise((resolve) => setTimeout(resolve, 2_001));
      world.edit(stream, changed);
      const since = { kind: 'time', value: '1990-01-01T00:00:00.000Z' } as const;
      const rest = world.ids(stream).filter((id) => !changed.includes(id));
      expect(idsOf(await readAll(stream, { since, until })).sort()).toEqual([...rest].sort());
      const later = { kind: 'time', value: until } as const;
      expect(idsOf(await readAll(stream, { since: later })).sort()).toEqual([...changed].sort());
    });

    it.each(streams)(
      '%s gives one record as its listing gives it, if it says that it can',
      async (stream) => {
        const described = (await make().discover(context())).find((one) => one.name === stream);
        if (described?.readOne !== true) return;
        const [listed] = (await firstPage(stream)).records;
        const read = await make().readOne(context(), stream, listed?.externalId ?? '');
        if (described.shape === 'inventory') {
          const { externalId, version } = listed!;
          expect(listed).toMatchObject({ data: null, listedOnly: true });
          expect(read).toMatchObject({ externalId, version, data: expect.objectContaining({}) as unknown });
          expect(read?.listedOnly).toBeUndefined();
        } else expect(read).toEqual(listed);
        expect(await make().readOne(context(), stream, 'there-is-no-such-id')).toBeUndefined();
        expect(await make().readOne(context(), stream, '../?odd=/id#ü')).toBeUndefined();
      },
    );

    it.each(streams)(
      '%s keeps a record without an id, with NUL or with too large a number as it is',
      async (stream) => {
        if (await isInventory(stream)) return;
        const whole = (await firstPage(stream)).records;
        const damaged = (await firstPage(stream, world.withFaults('no-id,nul,big-numbers'))).records;
        expect(damaged).toHaveLength(whole.length);
        expect(damaged[0]).toMatchObject({
          externalId: null,
          data: { note: 'before\u0000after', big: '9007199254740993', overflow: '1e400' },
        });
        expect(damaged.slice(1)).toEqual(whole.slice(1));
      },
    );

    it.each(streams)('%s passes on what is no object, to be rejected rather than lost', async (stream) => {
      if (await isInventory(stream)) return;
      const { records } = await firstPage(stream, world.withFaults('not-an-object'));
      expect(records[0]).toMatchObject({ externalId: null, data: 'not an object' });
      expect(records).toHaveLength(PAGE_SIZE);
    });
  });

  describe(`${name}, when the provider is not well:`, () => {
    it.each(FAULTS)('%s gives %s', async (rules, code, errorClass) => {
      await expect(firstPage(anyStream, world.withFaults(rules))).rejects.toMatchObject({ code, errorClass });
    });

    it('a rate limit is waited out', async () => {
      const page = await firstPage(anyStream, world.withFaults('rate-limit:seconds=0:times=2'));
      expect(page.records).toHaveLength(PAGE_SIZE);
    });

    it('a call that hangs ends within 100 ms of being told to', async () => {
      const ending = new AbortController();
      const hanging = firstPage(anyStream, world.withFaults('hang'), world.http(ending.signal));
      const settled = hanging.then(
        () => undefined,
        (error: unknown) => error,
      );
      await new Promise((resolve) => setTimeout(resolve, 50));
      const reason = new Error('cancelled');
      const begunMs = performance.now();
      ending.abort(reason);
      expect(await settled).toBe(reason);
      expect(performance.now() - begunMs).toBeLessThan(100);
    });

    it('a listing whose last page is repeated for ever still gives a new cursor each time', async () => {
      const pages = await readAll(anyStream, {}, world.withFaults('repeat-last'));
      const cursors = pages.map(({ next }) => next);
      expect(new Set(cursors).size).toBe(cursors.length);
    });
  });

  describe(`${name}, as a connection:`, () => {
    it('can be checked', async () => {
      await make().check(context());
    });

    it('refuses wrong credentials when it is checked and when it is read', async () => {
      const refused = { code: 'provider.unauthorized', errorClass: 'auth' };
      const credentials = conformance.wrongCredentials;
      await expect(make().check(context({ credentials }))).rejects.toMatchObject(refused);
      const request = { stream: anyStream, cursor: null, pageSize: PAGE_SIZE, since: null };
      await expect(make().readPage(context({ credentials }), request)).rejects.toMatchObject(refused);
    });

    it('lists its streams', async () => {
      const found = (await make().discover(context())).map((stream) => stream.name);
      expect(found).toEqual(expect.arrayContaining([...streams]));
    });

    it('names the streams there are when it is asked for another', async () => {
      const unknown = firstPage('no-such-stream');
      await expect(unknown).rejects.toMatchObject({
        code: 'config.unknown_stream',
        message: expect.stringContaining(anyStream) as string,
      });
      await expect(make().readOne(context(), 'no-such-stream', '1')).rejects.toMatchObject({
        code: 'config.unknown_stream',
      });
    });

    it('takes the settings it is used with', () => {
      make().validate(world.settings, world.credentials);
    });

    it.each(Object.entries(conformance.wrongSettings))('names %s when it is wrong', (field, settings) => {
      let thrown: unknown;
      try {
        make().validate(settings, world.credentials);
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toMatchObject({ code: 'config.invalid_settings', errorClass: 'config' });
      expect((thrown as SyncError).message).toContain(field);
    });

    it('puts no credential into a cursor or an error', async () => {
      const pages = await readAll(anyStream);
      const error: unknown = await firstPage(anyStream, world.withFaults('unauthorized')).catch(
        (e: unknown) => e,
      );
      const told = JSON.stringify([pages.map(({ next }) => next), (error as SyncError).message]);
      for (const secret of Object.values(world.credentials)) expect(told).not.toContain(secret);
    });
  });
}
