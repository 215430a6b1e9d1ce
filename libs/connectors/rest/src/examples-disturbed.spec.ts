import { CallPostponed, type JsonObject, type SourceRecord, type Watermark } from '@evenkeel/domain';
import type { ConnectorStream, SourcePage } from '@evenkeel/ports';
import { startProvingServer, type Proof } from './testing/proving-server.js';
import { exampleSettings } from './testing/providers/example-settings.js';
import { googleContacts } from './testing/providers/google-contacts.js';
import { salesforce } from './testing/providers/salesforce.js';
import type { StandIn } from './testing/providers/stand-in.js';
import { standIns } from './testing/providers/stand-ins.js';

const server = startProvingServer();
const of = (file: string, change: (settings: JsonObject) => JsonObject = (settings) => settings) =>
  change(exampleSettings(`${file}.json`, server.baseUrl()));
const idsOf = (pages: readonly SourcePage[]) =>
  pages.flatMap(({ records }) => records.map(({ externalId }) => externalId ?? ''));

/** What the provider does before it is asked for something, or in place of an answer. */
type Disturbance = (proof: Proof, nth: number) => ReturnType<StandIn['answer']> | undefined;

async function open(
  provider: StandIn,
  { settings, name, disturb = () => undefined }: Opening,
): Promise<ConnectorStream> {
  let nth = 0;
  server.answer = (proof) => disturb(proof, (nth += 1)) ?? provider.answer(proof);
  return server.open(settings, provider.credentials, server.impatient(settings)).stream(name);
}
interface Opening {
  readonly settings: JsonObject;
  readonly name: string;
  readonly disturb?: Disturbance;
}

async function read(stream: ConnectorStream, since: Watermark | null = null): Promise<readonly SourcePage[]> {
  const pages: SourcePage[] = [];
  do {
    const cursor: string | null = pages.at(-1)?.next ?? null;
    pages.push(await stream.readPage({ cursor, pageSize: 3, since }));
  } while (pages.at(-1)!.next !== null);
  return pages;
}
const streamWith = (name: string, change: (stream: JsonObject) => object) => (settings: JsonObject) => {
  const streams = settings['streams'] as Record<string, JsonObject>;
  return { ...settings, streams: { ...streams, [name]: change(streams[name]!) } } as unknown as JsonObject;
};

describe('Google Contacts', () => {
  it('tells that a full run is needed where the sync token has expired, which then reads on', async () => {
    const provider = googleContacts();
    const stream = await open(provider, { settings: of('google-contacts'), name: 'contacts' });
    const since = (await read(stream)).at(-1)!.bound;
    expect(since).toMatchObject({ kind: 'position' });
    provider.expireSyncTokens();
    await expect(read(stream, since)).rejects.toMatchObject({ code: 'provider.changes_expired' });
    await new Promise((resolve) => setTimeout(resolve, 5));
    const anew = (await read(stream)).at(-1)!.bound;
    expect(await read(stream, anew)).toHaveLength(1);
  });

  it('has a position only from the last page, so that a reading that breaks off begins anew', async () => {
    const stream = await open(googleContacts(), { settings: of('google-contacts'), name: 'contacts' });
    const bounds = (await read(stream)).map(({ bound }) => bound?.kind ?? null);
    expect(bounds).toEqual([null, null, 'position']);
  });

  it('fails where no sync token is asked for, in place of reading everything each time', async () => {
    const settings = of(
      'google-contacts',
      streamWith('contacts', (stream) => ({
        ...stream,
        params: { ...(stream['params'] as JsonObject), requestSyncToken: false },
      })),
    );
    const stream = await open(googleContacts(), { settings, name: 'contacts' });
    await expect(read(stream)).rejects.toMatchObject({ code: 'provider.unexpected_shape' });
  });

  it('asks for a person by the parts of its name, and for none that lead elsewhere', async () => {
    const stream = await open(googleContacts(), { settings: of('google-contacts'), name: 'contacts' });
    expect((await stream.readOne!('people/c1'))?.externalId).toBe('people/c1');
    expect(server.asked.at(-1)?.url.pathname).toBe('/v1/people/c1');
    await stream.readOne!('people/c1?x=1#y');
    expect(server.asked.at(-1)?.url.pathname).toBe('/v1/people/c1%3Fx%3D1%23y');
    await expect(stream.readOne!('people/../x')).rejects.toMatchObject({
      code: 'provider.record_not_readable',
    });
  });

  it('is told of nothing by an answer without a list', async () => {
    const provider = googleContacts();
    const stream = await open(provider, { settings: of('google-contacts'), name: 'contactGroups' });
    const since = (await read(stream)).at(-1)!.bound;
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(idsOf(await read(stream, since))).toEqual([]);
  });
});

describe('Salesforce', () => {
  it('goes on with a new session where the old one ends between two batches', async () => {
    const provider = salesforce();
    const stream = await open(provider, {
      settings: of('salesforce'),
      name: 'accounts',
      disturb: ({ url }, nth) => {
        if (nth === 3 && url.pathname.includes('/query/')) provider.endSession();
        return undefined;
      },
    });
    expect(idsOf(await read(stream))).toHaveLength(8);
  });

  it('starts the listing over where the result of the query is no longer kept', async () => {
    const provider = salesforce();
    const stream = await open(provider, { settings: of('salesforce'), name: 'accounts' });
    const { next } = await stream.readPage({ cursor: null, pageSize: 3, since: null });
    provider.forgetResults();
    await expect(stream.readPage({ cursor: next, pageSize: 3, since: null })).rejects.toMatchObject({
      code: 'provider.cursor_expired',
    });
  });

  it('leaves the last calls of the day to others', async () => {
    const provider = salesforce();
    const stream = await open(provider, {
      settings: of('salesforce'),
      name: 'accounts',
      disturb: (proof) => {
        const answer = provider.answer(proof);
        return { ...answer, headers: { ...answer.headers, 'sforce-limit-info': 'api-usage=14900/15000' } };
      },
    });
    const failure: unknown = await read(stream).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(CallPostponed);
    expect((failure as CallPostponed).waitMs).toBeGreaterThan(3_500_000);
  });

  it('doubts a result of which a batch is missing', async () => {
    const provider = salesforce();
    const stream = await open(provider, {
      settings: of('salesforce'),
      name: 'accounts',
      disturb: (proof) => {
        const answer = provider.answer(proof);
        const { nextRecordsUrl: _, ...body } = answer.body as JsonObject;
        return proof.url.pathname.includes('query') ? { ...answer, body } : undefined;
      },
    });
    const [page] = await read(stream);
    expect([page?.records.length, page?.total]).toEqual([3, 8]);
  });
});

it('Stripe: the listing starts over where the record at the edge of a page is deleted', async () => {
  const provider = standIns['stripe.json']!();
  const stream = await open(provider, { settings: of('stripe'), name: 'customers' });
  const first = await stream.readPage({ cursor: null, pageSize: 7, since: null });
  expect(first.next).toBe('cus_2');
  provider.change();
  await expect(stream.readPage({ cursor: first.next, pageSize: 7, since: null })).rejects.toMatchObject({
    code: 'provider.cursor_expired',
  });
});

it('HubSpot: a record that is archived while its kind is read makes no other one slip through', async () => {
  const provider = standIns['hubspot.json']!();
  const stream = await open(provider, {
    settings: of('hubspot'),
    name: 'contacts',
    disturb: (_, nth) => {
      // Between the first page and the second. With offsets the fourth one would slip onto the first page.
      if (nth === 2) provider.change();
      return undefined;
    },
  });
  expect(idsOf(await read(stream)).map((id) => Number(id) - 50_000)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

it('Notion: what was edited in the minute of the last run is read again', async () => {
  const stream = await open(standIns['notion.json']!(), { settings: of('notion'), name: 'pages' });
  await read(stream, { kind: 'time', value: '2026-03-01T10:00:30.500Z' });
  expect(JSON.parse(server.asked[0]?.body ?? '')).toMatchObject({
    filter: { last_edited_time: { on_or_after: '2026-03-01T10:00:00.000Z' } },
  });
});

describe('Shopify', () => {
  const errorIn = async (code: string) => {
    const body = { errors: [{ message: code, extensions: { code } }] };
    const settings = of('shopify');
    const stream = await open(standIns['shopify.json']!(), {
      settings,
      name: 'products',
      disturb: () => ({ body }),
    });
    return read(stream).catch((error: unknown) => error);
  };

  it('waits where a query is throttled, and needs attention where it may not be asked', async () => {
    expect(await errorIn('THROTTLED')).toMatchObject({ errorClass: 'rate_limit' });
    expect(await errorIn('ACCESS_DENIED')).toMatchObject({ errorClass: 'auth' });
    expect(await errorIn('INTERNAL_SERVER_ERROR')).toMatchObject({ code: 'provider.error_in_answer' });
  });

  it('tells a product that is deleted by the number that it is listed with', async () => {
    const provider = standIns['shopify.json']!();
    const stream = await open(provider, { settings: of('shopify'), name: 'products' });
    const since = (await read(stream))[0]!.bound;
    provider.change();
    const told = (await read(stream, since)).flatMap((page): readonly SourceRecord[] => page.records);
    expect(told.filter(({ gone }) => gone === 'announced').map(({ externalId }) => externalId)).toEqual([
      '2',
    ]);
  });
});

it('GitHub: repositories without access to their issues fail the run, and are no empty ones', async () => {
  const provider = standIns['github.json']!();
  const stream = await open(provider, {
    settings: of('github'),
    name: 'issues',
    disturb: ({ url }) =>
      url.pathname.endsWith('/issues') ? { status: 404, body: { message: 'Not Found' } } : undefined,
  });
  await expect(read(stream)).rejects.toMatchObject({ code: 'provider.not_found' });
});
