import fc from 'fast-check';
import type { JsonObject } from '../json.js';
import { layLocalSides, type LocalSide } from './local-side.js';
import { mergeProjections } from './merge-projections.js';
import type { Projection } from './projection.js';

const at = (day: number) => `2026-11-${String(day).padStart(2, '0')}T00:00:00.000Z`;

function source(referenceId: string, data: JsonObject, day: number, active = true): Projection {
  const changedAt = Object.fromEntries(Object.keys(data).map((field) => [field, at(day)]));
  return { referenceId, source: 'crm/people', active, data, changedAt };
}

function side(recordId: string, data: JsonObject, days: Readonly<Record<string, number>>): LocalSide {
  const changedAt = Object.fromEntries(Object.entries(days).map(([field, day]) => [field, at(day)]));
  return { recordId, data, changedAt };
}

const laid = (projections: readonly Projection[], sides: readonly LocalSide[]) =>
  layLocalSides(mergeProjections(projections, {}).data, projections, sides);

describe('the local side of a shared record', () => {
  const crm = source('1', { name: 'Ada', phone: '1' }, 1);

  it('stands over sources that said something else before', () => {
    expect(laid([crm], [side('7', { name: 'Eve' }, { name: 2 })])).toEqual({ name: 'Eve', phone: '1' });
  });

  it('gives way to a source that said something at its time or later', () => {
    const edited = side('7', { name: 'Eve', phone: '2' }, { name: 2, phone: 4 });
    expect(laid([crm, source('2', { name: 'Eva' }, 2)], [edited])).toEqual({ name: 'Eva', phone: '2' });
    expect(laid([crm, source('2', { name: 'Eva' }, 3)], [edited])).toEqual({ name: 'Eva', phone: '2' });
  });

  it('removes what was removed here, and has fields that no source has', () => {
    expect(laid([crm], [side('7', { note: 'x' }, { note: 2, phone: 2 })])).toEqual({
      name: 'Ada',
      note: 'x',
    });
  });

  it('hears no source that is gone while another is there', () => {
    const gone = source('2', { name: 'Eva' }, 9, false);
    const edited = side('7', { name: 'Eve' }, { name: 2 });
    expect(laid([crm, gone], [edited])).toEqual({ name: 'Eve', phone: '1' });
    expect(laid([gone], [edited])).toEqual({ name: 'Eva' });
  });

  it('of records that became one has what was edited last', () => {
    const sides = [side('7', { name: 'Eve' }, { name: 3 }), side('8', { name: 'Eva' }, { name: 2 })];
    expect(laid([crm], sides)).toMatchObject({ name: 'Eve' });
  });

  it('does not depend on the order of its sides and sources', () => {
    const sides = fc.uniqueArray(
      fc.record({
        recordId: fc.integer({ min: 1, max: 5 }).map(String),
        data: fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), fc.integer({ min: 0, max: 2 })),
        days: fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), fc.integer({ min: 1, max: 3 })),
      }),
      { selector: ({ recordId }) => recordId, maxLength: 4 },
    );
    fc.assert(
      fc.property(sides, fc.integer({ min: 1, max: 3 }), (given, day) => {
        const made = given.map(({ recordId, data, days }) => side(recordId, data, days));
        const sources = [source('1', { a: 9, b: 9 }, day)];
        expect(laid(sources, made.toReversed())).toEqual(laid(sources, made));
      }),
    );
  });
});
