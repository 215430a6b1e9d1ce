import fc from 'fast-check';
import type { JsonObject } from '../json.js';
import { agreedAsRead } from './agreement.js';
import { joinSource } from './join-source.js';

const at = '2026-05-02T00:00:00.000Z';
const how = { localTimes: {}, at, fits: () => true };
const read = (data: JsonObject) => ({ data, isComplete: true });

describe('what a source says beside others', () => {
  it('is what it changed, what it added and what it removed', () => {
    const agreement = agreedAsRead(1, { name: 'Ada', city: 'Bonn', size: 'S' });
    const local = { name: 'Ada', city: 'Ulm', size: 'S', note: 'x' };
    const joined = joinSource({ agreement, local, remote: read({ name: 'Eve', city: 'Bonn', tag: 1 }) }, how);
    expect(joined.local).toEqual({ name: 'Eve', city: 'Ulm', note: 'x', tag: 1 });
    expect(joined.agreement?.remote).toEqual({ name: 'Eve', city: 'Bonn', tag: 1 });
  });

  it('removes nothing by leaving it out where a listing holds a part only', () => {
    const agreement = agreedAsRead(1, { name: 'Ada', city: 'Bonn' });
    const remote = { data: { name: 'Eve' }, isComplete: false };
    expect(joinSource({ agreement, local: { name: 'Ada', city: 'Ulm' }, remote }, how).local).toEqual({
      name: 'Eve',
      city: 'Ulm',
    });
  });

  it('is the whole record where the mixture breaks the schema and it alone does not', () => {
    const agreement = agreedAsRead(1, { name: 'Ada', city: 'Bonn' });
    const remote = read({ name: 'Eve', city: 'Bonn' });
    const fits = ({ city }: JsonObject) => city === 'Bonn';
    const joined = joinSource({ agreement, local: { name: 'Ada', city: 'Ulm' }, remote }, { ...how, fits });
    expect(joined).toEqual({ local: remote.data, agreement: null });
  });

  const fields = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 2 }));
  it('never takes back what only others changed, and takes all that only it changed', () => {
    fc.assert(
      fc.property(fields, fields, fields, fc.boolean(), (base, local, remote, isLocalLater) => {
        const localTimes = { $: isLocalLater ? '2026-05-03T00:00:00.000Z' : '2026-05-01T00:00:00.000Z' };
        const agreement = agreedAsRead(1, base);
        const joined = joinSource({ agreement, local, remote: read(remote) }, { ...how, localTimes });
        for (const field of ['a', 'b', 'c']) {
          const [was, here, there] = [base[field], local[field], remote[field]];
          const winner = isLocalLater ? here : there;
          const wanted = there === was ? here : here === was ? there : winner;
          expect(joined.local[field]).toBe(wanted);
        }
        // What it said is known from then on: read again it says nothing.
        if (joined.agreement !== null) {
          const again = { agreement: joined.agreement, local: joined.local, remote: read(remote) };
          expect(joinSource(again, how).local).toEqual(joined.local);
        } else expect(joined.local).toEqual(remote);
      }),
    );
  });
});
