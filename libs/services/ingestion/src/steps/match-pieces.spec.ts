import { DerivedPeople, issueBy } from '../testing/derived-people.js';
import { person } from '../testing/match-world.js';

const world = new DerivedPeople();
const OTHERS = ['x1', 'x2', 'x3'].map((id) => person(id, { id }));
const ann = { id: 'u1', email: 'Ann@x.org', login: 'ann' };

describe('a derived record whose type has match rules', () => {
  it('becomes a further reference of the record that has its key', async () => {
    const { type, crm, issues } = await world.two();
    await world.lists(crm, [person('c1', { email: 'ann@x.org', phone: '1' })]);
    expect(await world.reads(issues, issueBy('1', ann))).toMatchObject({ created: 0, updated: 1 });
    expect(await world.groups(type)).toEqual(['c1 u1']);
    const [one] = await world.people(type);
    expect(one).toMatchObject({ data: { phone: '1', login: 'ann' }, version: 2 });
    expect(await world.reads(issues, issueBy('1', ann))).toBeUndefined();
  });

  it('is found by a record that is read later', async () => {
    const { type, crm, issues } = await world.two();
    await world.reads(issues, issueBy('1', ann));
    const run = await world.lists(crm, [person('c1', { email: 'ann@x.org', phone: '1' })]);
    expect(await world.outcomesOf(run)).toEqual({ merged: 1 });
    expect(await world.groups(type)).toEqual(['u1 c1']);
  });

  it('keeps what the other source says when it changes, and what it says when the other one changes', async () => {
    const { type, crm, issues } = await world.two();
    await world.lists(crm, [person('c1', { email: 'ann@x.org', phone: '1' })]);
    await world.reads(issues, issueBy('1', ann));
    await world.reads(issues, issueBy('1', { ...ann, login: 'annie' }));
    await world.lists(crm, [person('c1', { email: 'ann@x.org', phone: '2' })]);
    const [one] = await world.people(type);
    expect(one?.data).toMatchObject({ phone: '2', login: 'annie', id: 'u1' });
  });

  it('merges with a record of its own when it turns out to be one: the older survives', async () => {
    const { type, crm, issues } = await world.two();
    await world.reads(issues, issueBy('1', ann));
    await world.lists(crm, [person('c1', { email: 'b@x.org', phone: '1' })]);
    await world.reads(issues, issueBy('1', { ...ann, email: 'b@x.org' }));
    const [one, other] = await world.people(type);
    expect(one).toMatchObject({ known: ['u1', 'c1'], data: { email: 'b@x.org', phone: '1', login: 'ann' } });
    expect(other).toMatchObject({ known: [], mergedInto: one?.id, active: false });
  });

  it('lets its fields fall to the next source when it is inactive, and takes them back (C40)', async () => {
    const { type, crm, issues } = await world.two();
    await world.lists(crm, [person('c1', { email: 'ann@x.org', city: 'Ulm' })]);
    await world.reads(issues, issueBy('1', { ...ann, city: 'Bern' }));
    expect((await world.people(type))[0]?.data).toMatchObject({ city: 'Bern', login: 'ann' });
    expect(await world.reads(issues, issueBy('1', null))).toMatchObject({ inactivated: 1 });
    expect((await world.people(type))[0]).toMatchObject({
      known: ['c1', '(u1)'],
      active: true,
      data: { email: 'ann@x.org', city: 'Ulm' },
    });
    await world.reads(issues, issueBy('1', { ...ann, city: 'Bern' }));
    expect((await world.people(type))[0]).toMatchObject({ known: ['c1', 'u1'], data: { city: 'Bern' } });
  });

  it('carries the record alone where the other source is gone, and ends it with its last one', async () => {
    const { type, crm, issues } = await world.two();
    await world.lists(crm, [person('c1', { email: 'ann@x.org', city: 'Ulm' }), ...OTHERS]);
    await world.reads(issues, issueBy('1', ann), issueBy('2', null));
    const gone = { ...person('c1', {}), data: null, gone: 'announced' as const };
    await world.lists(crm, [gone], { slice: { kind: 'ids', externalIds: ['c1'] } });
    expect((await world.people(type))[0]).toMatchObject({ known: ['(c1)', 'u1'], active: true });
    await world.reads(issues, { ...issueBy('1', null), data: null, gone: 'announced' });
    expect((await world.people(type))[0]).toMatchObject({ known: ['(c1)', '(u1)'], active: false });
  });

  it('is never joined with another one of its rule: a person is asked (C34)', async () => {
    const { type, issues } = await world.two();
    await world.reads(issues, issueBy('1', ann));
    await world.reads(issues, issueBy('2', { ...ann, id: 'u2' }));
    expect(await world.groups(type)).toEqual(['u1', 'u2']);
    expect(await world.reviews(type)).toEqual(['same e-mail: same_set']);
  });

  it('is one with what another rule makes of the same page, and changes with both', async () => {
    const { type, crm, issues } = await world.two();
    await world.lists(crm, [person('c1', { email: 'ann@x.org', phone: '1' })]);
    const closedBy = { id: 'k9', email: 'ann@x.org', badge: 7 };
    expect(await world.reads(issues, issueBy('1', ann, { closedBy }))).toMatchObject({
      created: 0,
      updated: 2,
    });
    expect(await world.groups(type)).toEqual(['c1 u1 k9']);
    await world.reads(issues, issueBy('1', { ...ann, login: 'a' }, { closedBy: { ...closedBy, badge: 8 } }));
    expect((await world.people(type))[0]?.data).toMatchObject({ phone: '1', login: 'a', badge: 8 });
  });

  it('that loses its record to a merge of the rule before it is written to the survivor', async () => {
    const { type, issues } = await world.two();
    await world.reads(issues, issueBy('0', { id: 'u0', email: 'zero@x.org' }));
    const closedBy = { id: 'k9', email: 'k@x.org', badge: 7 };
    await world.reads(issues, issueBy('1', ann, { closedBy }));
    expect(await world.groups(type)).toEqual(['u0', 'u1', 'k9']);
    await world.reads(
      issues,
      issueBy('1', { ...ann, email: 'k@x.org' }, { closedBy: { ...closedBy, badge: 8 } }),
    );
    expect(await world.groups(type)).toEqual(['u0', 'u1 k9']);
    expect((await world.people(type))[1]?.data).toMatchObject({ email: 'k@x.org', login: 'ann', badge: 8 });
  });
});
