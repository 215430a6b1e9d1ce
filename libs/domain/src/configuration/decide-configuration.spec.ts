import fc from 'fast-check';
import { decideConfiguration } from './decide-configuration.js';
import {
  nameText,
  STORED_SECRET,
  type ConfigurationChange,
  type ConfigurationKind,
  type ConfigurationTerms,
  type DesiredObject,
  type StoredObject,
} from './configuration-object.js';
import { needsOf } from './needs-of.js';
import { orderObjects } from './order-objects.js';
import type { JsonObject } from '../json.js';

const FREE: ConfigurationTerms = { set: null, prune: false, force: false };
const OURS: ConfigurationTerms = { set: 'ours', prune: true, force: false };

let document = 0;
const wanted = (
  kind: ConfigurationKind,
  name: string,
  spec: JsonObject = {},
  changes: Partial<DesiredObject> = {},
): DesiredObject => ({ kind, name, spec, document: document++, secrets: [], ...changes });
const there = (
  kind: ConfigurationKind,
  name: string,
  spec: JsonObject = {},
  changes: Partial<StoredObject> = {},
): StoredObject => ({ kind, name, spec, secrets: [], managedBy: null, ...changes });
const job = (needs: JsonObject = {}) => ({ connection: 'shop', stream: 's', recordType: 't', ...needs });
const said = (changes: readonly ConfigurationChange[]) =>
  changes.map((change) => `${change.action} ${nameText(change)}`);

beforeEach(() => {
  document = 0;
});

describe('what documents change', () => {
  it('is added in the order in which one needs another, whatever the order of the documents', () => {
    const documents = [
      wanted('NotificationChannel', 'a', { subscriptions: [{ kinds: ['failed'], job: 'orders' }] }),
      wanted('Group', 'all', { jobs: ['customers', 'orders'] }),
      wanted('Job', 'customers', job({ dependsOn: ['orders'] })),
      wanted('Job', 'orders', job()),
      wanted('RecordType', 't'),
      wanted('Connection', 'shop', { connector: 'rest' }),
    ];
    const order = [
      'add Connection/shop',
      'add RecordType/t',
      'add Job/orders',
      'add Job/customers',
      'add Group/all',
      'add NotificationChannel/a',
    ];
    expect(said(decideConfiguration(documents, [], FREE).changes)).toEqual(order);
    expect(said(decideConfiguration(documents.toReversed(), [], FREE).changes)).toEqual(order);
    expect(decideConfiguration(documents, [], FREE).problems).toEqual([]);
  });

  it('is told by field, down to where it differs', () => {
    const before = there('Job', 'orders', job({ deleteCeiling: { percent: 10, records: 5 }, mapping: [] }));
    const after = wanted('Job', 'orders', job({ deleteCeiling: { percent: 20, records: 5 }, mapping: [1] }));
    const { changes, unchanged } = decideConfiguration(
      [wanted('Connection', 'shop'), after],
      [there('Connection', 'shop'), before],
      FREE,
    );
    expect(unchanged).toBe(1);
    expect(changes).toMatchObject([
      {
        action: 'change',
        fields: [
          { path: 'deleteCeiling.percent', before: 10, after: 20 },
          { path: 'mapping', before: [], after: [1] },
        ],
      },
    ]);
  });

  it('is nothing where all of it is there', () => {
    const documents = [wanted('Connection', 'shop', { connector: 'rest', settings: { b: 1, a: 2 } })];
    const stored = [there('Connection', 'shop', { settings: { a: 2, b: 1 }, connector: 'rest' })];
    expect(decideConfiguration(documents, stored, FREE)).toEqual({
      changes: [],
      problems: [],
      unchanged: 1,
      left: [],
    });
  });

  it('goes in the other order, after everything else, and only what the set holds', () => {
    const stored = [
      there('Connection', 'shop', {}, { managedBy: 'ours' }),
      there('Job', 'a', job(), { managedBy: 'ours' }),
      there('Job', 'b', job({ dependsOn: ['a'] }), { managedBy: 'ours' }),
      there('Group', 'all', { jobs: ['a', 'b'] }, { managedBy: 'ours' }),
      there('Connection', 'by-hand'),
      there('Connection', 'theirs', {}, { managedBy: 'theirs' }),
    ];
    const decided = decideConfiguration([wanted('Connection', 'new')], stored, OURS);
    expect(said(decided.changes)).toEqual([
      'add Connection/new',
      'remove Group/all',
      'remove Job/b',
      'remove Job/a',
      'remove Connection/shop',
    ]);
    expect(decided.problems).toEqual([]);
    const kept = decideConfiguration([wanted('Connection', 'new')], stored, { ...OURS, prune: false });
    expect(said(kept.changes)).toEqual(['add Connection/new']);
    expect(kept.left.map(nameText)).toEqual(['Connection/shop', 'Job/a', 'Job/b', 'Group/all']);
    expect(decideConfiguration([], stored, { ...FREE, prune: true }).changes).toEqual([]);
  });
});

describe('who manages it', () => {
  const shop = (managedBy: string | null, spec: JsonObject = {}) => [
    there('Connection', 'shop', spec, { managedBy }),
  ];
  const one = (terms: ConfigurationTerms, managedBy: string | null, spec: JsonObject = {}) =>
    decideConfiguration([wanted('Connection', 'shop', spec)], shop(managedBy), terms);

  it.each([
    ['no set leaves it as it is', FREE, null, []],
    ['no set leaves what another one holds', FREE, 'theirs', []],
    ['a set takes what no one holds', OURS, null, [{ action: 'adopt', managedBy: 'ours' }]],
    ['a set keeps what it holds', OURS, 'ours', []],
    ['force takes it over', { ...OURS, force: true }, 'theirs', [{ action: 'adopt', managedBy: 'ours' }]],
    ['force without a set lets it go', { ...FREE, force: true }, 'theirs', [{ action: 'release' }]],
  ] as const)('%s', (_, terms, managedBy, changes) => {
    expect(one(terms, managedBy)).toMatchObject({ changes, problems: [] });
  });

  it('what another set holds is neither changed nor taken', () => {
    for (const terms of [FREE, OURS])
      expect(one(terms, 'theirs', { path: 'primary' }).problems).toMatchObject([
        { message: 'It is managed by the set theirs', document: expect.any(Number) },
      ]);
    expect(one(OURS, 'theirs').problems).toHaveLength(1);
    expect(one({ ...FREE, force: true }, 'theirs', { path: 'primary' })).toMatchObject({
      changes: [{ action: 'change', managedBy: null }],
      problems: [],
    });
  });
});

describe('secrets', () => {
  const at = { path: 'credentials.token', reference: 'env:REF_A' };
  const decide = (
    secrets: DesiredObject['secrets'],
    stored: StoredObject['secrets'],
  ): ReturnType<typeof decideConfiguration> =>
    decideConfiguration(
      [wanted('Connection', 'shop', {}, { secrets })],
      [there('Connection', 'shop', {}, { secrets: stored })],
      FREE,
    );

  it.each([
    ['the same by the same reference', [{ ...at, isAsStored: true }], [at], []],
    ['another value', [{ ...at, isAsStored: false }], [at], [at.path]],
    ['another reference', [{ ...at, reference: 'env:REF_B', isAsStored: true }], [at], [at.path]],
    [
      'a reference for what had none',
      [{ ...at, isAsStored: true }],
      [{ ...at, reference: STORED_SECRET }],
      [at.path],
    ],
    ['kept', [{ ...at, reference: STORED_SECRET, isAsStored: true }], [at], []],
    ['taken away', [], [at], [at.path]],
    ['given', [{ ...at, isAsStored: false }], [], [at.path]],
  ])('%s', (_, secrets, stored, changed) => {
    const { changes, problems } = decide(secrets, stored);
    expect(changes.flatMap((change) => change.secrets)).toEqual(changed);
    expect(problems).toEqual([]);
  });

  it('a placeholder of what is not stored is told, of what is new as of what is there', () => {
    const placeholder = [{ ...at, reference: STORED_SECRET, isAsStored: false }];
    expect(decide(placeholder, []).problems).toMatchObject([{ path: at.path }]);
    const added = decideConfiguration([wanted('Connection', 'new', {}, { secrets: placeholder })], [], FREE);
    expect(added.problems).toMatchObject([{ path: at.path, about: { name: 'new' } }]);
  });
});

describe('what is wrong', () => {
  const messages = (...given: Parameters<typeof decideConfiguration>) =>
    decideConfiguration(...given).problems.map(({ about, path, message, remedy }) => [
      about === null ? null : nameText(about),
      path,
      message,
      remedy,
    ]);

  it('is told all at once, each with its document and its place', () => {
    const stored = [there('Connection', 'shop', { connector: 'rest' }), there('Job', 'old', job())];
    const documents = [
      wanted('Connection', 'shop', { connector: 'simulator' }),
      wanted('Job', 'old', job({ stream: 'other' })),
      wanted('Job', 'new', job({ connection: 'shopp', dependsOn: ['olld'] })),
      wanted('Job', 'new', job()),
    ];
    expect(messages(documents, stored, FREE).map((line) => line.slice(0, 3))).toEqual([
      ['Connection/shop', 'spec.connector', 'The connector of a Connection cannot be changed: it is "rest"'],
      ['Job/old', 'spec.stream', 'The stream of a Job cannot be changed: it is "s"'],
      ['Job/new', 'spec.connection', 'There will be no Connection/shopp'],
      ['Job/new', 'spec.dependsOn[0]', 'There will be no Job/olld'],
      ['Job/new', 'metadata.name', 'There is a document of Job/new before this one'],
    ]);
    expect(messages(documents, stored, FREE)[3]?.[3]).toBe('Did you mean old?');
  });

  it('names those that depend on each other, also by way of what no document names', () => {
    const stored = [there('Connection', 'shop'), there('Job', 'b', job({ dependsOn: ['a'] }))];
    expect(messages([wanted('Job', 'a', job({ dependsOn: ['b'] }))], stored, FREE)).toMatchObject([
      [
        expect.any(String),
        'spec.dependsOn',
        expect.stringContaining('depend on each other'),
        expect.any(String),
      ],
    ]);
  });

  it('two that turn about which of them depends on the other are no circle', () => {
    const stored = [
      there('Connection', 'shop'),
      there('Job', 'a', job({ dependsOn: [] })),
      there('Job', 'b', job({ dependsOn: ['a'] })),
    ];
    const documents = [
      wanted('Job', 'a', job({ dependsOn: ['b'] })),
      wanted('Job', 'b', job({ dependsOn: [] })),
    ];
    const { changes, problems } = decideConfiguration(documents, stored, FREE);
    expect(problems).toEqual([]);
    expect(said(changes)).toEqual(['change Job/b', 'change Job/a']);
  });

  it('is that something still needs what is to go', () => {
    const stored = [
      there('Connection', 'shop', {}, { managedBy: 'ours' }),
      there('RecordType', 't', {}, { managedBy: 'ours' }),
      there('Job', 'by-hand', job()),
      there('Group', 'all', { jobs: ['by-hand'] }),
    ];
    expect(messages([], stored, OURS).map(([about, , message]) => [about, message])).toEqual([
      ['Connection/shop', 'It cannot be removed: Job/by-hand needs it'],
      ['RecordType/t', 'It cannot be removed: Job/by-hand needs it'],
    ]);
  });

  it('is not told again of what needs a document that cannot be read, which is not removed either', () => {
    const stored = [there('Connection', 'shop', {}, { managedBy: 'ours' })];
    const unreadable = [{ kind: 'Connection', name: 'shop' }] as const;
    const decided = decideConfiguration([wanted('Job', 'a', job())], stored, OURS, unreadable);
    expect(decided.problems).toEqual([]);
    expect(said(decided.changes)).toEqual(['add Job/a']);
  });
});

describe('whatever is there and whatever documents say', () => {
  const name = fc.constantFrom('a', 'b', 'c');
  const spec: fc.Arbitrary<JsonObject> = fc.record({
    connection: name,
    dependsOn: fc.uniqueArray(name, { maxLength: 2 }),
    recordType: name,
    value: fc.integer({ min: 0, max: 2 }),
  });
  const object = fc.record({
    kind: fc.constantFrom<ConfigurationKind>('Connection', 'RecordType', 'Job'),
    name,
    spec,
    managedBy: fc.constantFrom(null, 'ours', 'theirs'),
  });
  const many = fc.uniqueArray(object, { selector: nameText, maxLength: 9 });
  const terms = fc.record({ set: fc.constantFrom(null, 'ours'), prune: fc.boolean(), force: fc.boolean() });
  const desiredOf = (objects: readonly Omit<DesiredObject, 'document' | 'secrets'>[]): DesiredObject[] =>
    objects.map(({ kind, name: called, spec: says }, at) => ({
      ...{ kind, name: called, spec: says, document: at, secrets: [] },
    }));
  const storedOf = (objects: readonly Omit<StoredObject, 'secrets'>[]): StoredObject[] =>
    objects.map((each) => ({ ...each, secrets: [] }));

  /** What is there once these changes are made. */
  function after(
    stored: readonly StoredObject[],
    desired: readonly DesiredObject[],
    changes: readonly ConfigurationChange[],
  ): StoredObject[] {
    const now = new Map(stored.map((each) => [nameText(each), each]));
    for (const change of changes) {
      const says = desired.find((each) => nameText(each) === nameText(change));
      if (change.action === 'remove') now.delete(nameText(change));
      else if (says !== undefined)
        now.set(nameText(change), { ...says, secrets: [], managedBy: change.managedBy });
    }
    return [...now.values()];
  }

  it('applied twice is applied once', () => {
    fc.assert(
      fc.property(many, many, terms, (documents, objects, how) => {
        const [desired, stored] = [desiredOf(documents), storedOf(objects)];
        const { changes } = decideConfiguration(desired, stored, how);
        const again = decideConfiguration(desired, after(stored, desired, changes), how);
        expect(again.changes).toEqual([]);
        expect(again.unchanged).toBe(desired.length);
      }),
    );
  });

  it('what is there, written as documents, changes nothing and is not wrong', () => {
    fc.assert(
      fc.property(many, (objects) => {
        const stored = storedOf(objects);
        const { changes, problems } = decideConfiguration(desiredOf(objects), stored, FREE);
        expect(changes).toEqual([]);
        // What is there may lack what it needs only in this test.
        expect(
          problems.filter(({ message }) => !/There will be no|depend on each other/.test(message)),
        ).toEqual([]);
      }),
    );
  });

  it('the order of the documents, and of what is there, does not matter', () => {
    fc.assert(
      fc.property(many, many, terms, fc.infiniteStream(fc.nat()), (documents, objects, how, random) => {
        const [desired, stored] = [desiredOf(documents), storedOf(objects)];
        const shuffled = <Each>(list: readonly Each[]) =>
          list
            .map((each) => ({ each, rank: random.next().value as number }))
            .toSorted((one, other) => one.rank - other.rank)
            .map(({ each }) => each);
        expect(decideConfiguration(shuffled(desired), shuffled(stored), how).changes).toEqual(
          decideConfiguration(desired, stored, how).changes,
        );
      }),
    );
  });

  it('what others need comes before them, and goes after them', () => {
    fc.assert(
      fc.property(many, many, terms, (documents, objects, how) => {
        const [desired, stored] = [desiredOf(documents), storedOf(objects)];
        const { changes, problems } = decideConfiguration(desired, stored, how);
        if (problems.some(({ message }) => message.includes('depend on each other'))) return;
        // What is stored does not depend on itself.
        if (orderObjects(stored).cycles.length > 0) return;
        const removals = changes.filter(({ action }) => action === 'remove');
        expect(changes.slice(changes.length - removals.length)).toEqual(removals);
        const placeOf = (key: string) => changes.findIndex((change) => nameText(change) === key);
        for (const each of changes) {
          const isGone = each.action === 'remove';
          const says = (isGone ? stored : desired).find((other) => nameText(other) === nameText(each));
          for (const need of needsOf(says ?? { kind: each.kind, spec: {} })) {
            const place = placeOf(nameText(need));
            if (place === -1 || (changes[place]?.action === 'remove') !== isGone) continue;
            const [first, second] = isGone
              ? [placeOf(nameText(each)), place]
              : [place, placeOf(nameText(each))];
            expect(first).toBeLessThan(second);
          }
        }
      }),
    );
  });

  it('nothing is removed but what the set holds, and only where that is asked', () => {
    fc.assert(
      fc.property(many, many, terms, (documents, objects, how) => {
        const stored = storedOf(objects);
        for (const change of decideConfiguration(desiredOf(documents), stored, how).changes) {
          if (change.action !== 'remove') continue;
          expect(how.prune).toBe(true);
          expect(change.wasManagedBy).toBe('ours');
          expect(how.set).toBe('ours');
        }
      }),
    );
  });
});
