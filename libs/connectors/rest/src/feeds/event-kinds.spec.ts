import { readEvent } from './event-kinds.js';

const kinds = {
  'customer.deleted': 'deleted',
  'customer.*': 'changed',
  'customer.note.*': 'ignore',
  'invoice.*': 'ignore',
} as const;

it.each([
  ['customer.deleted', 'deleted', true],
  ['customer.updated', 'changed', true],
  ['customer.note.added', 'ignore', true],
  ['invoice.paid', 'ignore', true],
  ['invoices', 'changed', false],
  ['Customer.deleted', 'changed', false],
  [null, 'changed', false],
  [{ a: 1 }, 'changed', false],
])('an event of the kind %j is %s', (type, meaning, isKnown) => {
  expect(readEvent({ type }, { kindPath: 'type', kinds })).toMatchObject({ meaning, isKnown });
});

it('an event without a kind is a change where none is told', () => {
  expect(readEvent({ type: 'x' }, { kindPath: undefined, kinds: {} })).toMatchObject({
    meaning: 'changed',
    isKnown: true,
  });
});
