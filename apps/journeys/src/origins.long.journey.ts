import { AdminClient } from '@evenkeel/client-admin';
import { TwoProviders } from './kit/two-providers.js';

jest.setTimeout(240_000);

/**
 * However a record is changed, each job that writes its type sends it once, but for the one whose reading caused the change. Counted are calls at the providers: `a`, which is
 * kept in step both ways, and `b`, which is only written to.
 */
const RECORDS = 8;
const RULES = {
  rules: [{ name: 'email', when: { field: 'email', by: 'exact' } }],
  merge: 'merge_fields',
};
const JOBS = ['a-people', 'a-contacts', 'b-people', 'b-contacts', 'b-places'];

interface Origin {
  /** What is made ready before calls are counted. */
  readonly before?: (at: Changing) => Promise<void>;
  readonly act: (at: Changing) => Promise<unknown>;
  readonly of?: { readonly type: string; readonly stream: 'customers' | 'devices'; readonly field: string };
  /** How many calls write to `a`: none where its reading is the cause. */
  readonly atA: 0 | 1;
}

interface Changing {
  readonly sides: TwoProviders;
  readonly client: AdminClient;
  readonly externalId: string;
  readonly record: string;
  /** What the record has in the end. */
  readonly value: string;
}

const editThere = ({ sides, externalId }: Changing, set: Record<string, string | { city: string }>) =>
  sides.a.control({ edit: { stream: 'customers', ids: [externalId], set } });

const ORIGINS: Readonly<Record<string, Origin>> = {
  'SQL on the table': {
    atA: 1,
    act: ({ sides, record, value }) =>
      sides.sql('tables', `update record set data = data || '{"segment":"${value}"}' where id = ${record}`),
  },
  'SQL on the view': {
    atA: 1,
    act: ({ sides, record, value }) =>
      sides.sql('views', `update synced.person set segment = '${value}' where record_id = ${record}`),
  },
  'the API': {
    atA: 1,
    act: ({ client, record, value }) => client.call('changeRecord', { record, set: { segment: value } }),
  },
  'the command line': {
    atA: 1,
    act: ({ sides, record, value }) => sides.type('records', 'set', 'person', record, `segment=${value}`),
  },
  'the run of another connection': {
    atA: 0,
    act: async (at) => editThere(at, { segment: at.value }),
  },
  'a decision about a conflict': {
    atA: 0,
    before: async (at) => {
      await at.client.call('changeRecord', { record: at.record, set: { segment: 'ours' } });
      await editThere(at, { segment: at.value });
      await at.sides.run(...JOBS);
    },
    act: async ({ sides, client, record }) => {
      const { items } = await client.call('listConflicts', { job: 'a-people' });
      const { id } = items.find(({ recordId }) => recordId === record)!;
      await client.call('resolveConflict', { conflict: id, others: 'remote' });
      // The reading that carries it out.
      await sides.run('a-people');
    },
  },
  'a merge': {
    atA: 0,
    of: { type: 'contact', stream: 'customers', field: 'phone' },
    before: async ({ sides, client, externalId, value }) => {
      const { email } = await sides.a.record('customers', externalId);
      const [device] = [...(await sides.a.records('devices')).keys()];
      const set = { email: email!, phone: value };
      await sides.a.control({ edit: { stream: 'devices', ids: [device!], set } });
      // Without a name it is none of those that `b` is sent.
      await sides.run('a-devices');
      await client.call('setRecordType', { recordType: 'contact', match: RULES });
    },
    act: async ({ client }) => {
      const preview = await client.call('startDedupe', { recordType: 'contact' });
      expect(preview).toMatchObject({ state: 'ready', counts: { merged: 2 } });
      await client.call('confirmDedupe', { dedupeRun: preview.id });
    },
  },
  'a derivation': {
    atA: 0,
    of: { type: 'place', stream: 'devices', field: 'city' },
    act: async (at) => editThere(at, { address: { city: at.value } }),
  },
};

describe.each([
  ['embedded', false],
  ['foreign', true],
] as const)('in a database that is %s', (kind, isForeign) => {
  let sides: TwoProviders;
  let client: AdminClient;
  let ids: readonly string[];

  beforeAll(async () => {
    sides = await TwoProviders.start(`origins-${kind}`, RECORDS, isForeign);
    client = new AdminClient(sides.engine.url, { actor: 'ada', timeoutMs: 10_000 });
    const both = ['email', 'name', 'segment'].map(
      (field) => ({ source: field, target: field, direction: 'both' }) as const,
    );
    const out = { connection: 'b', direction: 'outbound', createsUnpaired: true } as const;
    const { admin } = sides.engine;
    const customers = { stream: 'customers', mode: 'full' } as const;
    await admin.addJob({
      ...{ name: 'a-people', connection: 'a', ...customers, recordType: 'person' },
      ...{ direction: 'bidirectional', mapping: both, conflictPolicy: { strategy: 'manual' } },
    });
    await admin.addJob({
      ...{ name: 'a-contacts', connection: 'a', ...customers, recordType: 'contact' },
      mapping: ['email', 'name'].map((field) => ({ source: field, target: field })),
      derive: [{ name: 'place', at: 'address', recordType: 'place' }],
    });
    await admin.addJob({
      ...{ name: 'a-devices', connection: 'a', stream: 'devices', mode: 'full', recordType: 'contact' },
      mapping: ['email', 'phone'].map((field) => ({ source: field, target: field })),
    });
    await admin.addJob({ ...out, name: 'b-people', stream: 'customers', recordType: 'person' });
    const named = { field: 'name', exists: true };
    await admin.addJob({
      ...out,
      name: 'b-contacts',
      stream: 'customers',
      recordType: 'contact',
      filter: named,
    });
    await admin.addJob({ ...out, name: 'b-places', stream: 'devices', recordType: 'place' });
    await sides.run(...JOBS);
    ids = [...(await sides.a.customers()).keys()].toSorted();
  }, 120_000);
  afterAll(() => sides?.stop());

  it.each(Object.entries(ORIGINS).map(([name, origin], nth) => [name, origin, nth] as const))(
    'what is changed by %s reaches each job that writes it once',
    async (_, { before, act, atA, of = { type: 'person', stream: 'customers', field: 'segment' } }, nth) => {
      const externalId = ids[nth]!;
      const record =
        of.type === 'place' ? await placeOf(externalId) : await sides.recordOf(of.type, externalId);
      const at: Changing = { sides, client, externalId, record, value: `by-${nth}` };
      await before?.(at);
      await sides.run(...JOBS);
      await sides.forgetCalls();
      await act(at);
      await sides.run(...JOBS);
      const update = (stream: string, times: number) => (times === 0 ? {} : { [`${stream}/update`]: times });
      expect(await sides.writes()).toEqual({ a: update('customers', atA), b: update(of.stream, 1) });
      expect((await sides.atB(of.stream, record))[of.field]).toBe(at.value);
      // Nothing comes back of it.
      await sides.forgetCalls();
      await sides.run(...JOBS);
      expect(await sides.writes()).toEqual({ a: {}, b: {} });
    },
  );

  const placeOf = async (externalId: string): Promise<string> => {
    const [row] = await sides.engine.store.rows<{ id: string }>(
      `select t.record_id::text as id from record_link l join external_reference f on f.id = l.from_reference
       join external_reference t on t.set_id = l.to_set and t.external_id = l.to_external_id
       where l.name = 'place' and f.external_id = $1`,
      [externalId],
    );
    return row!.id;
  };
});
