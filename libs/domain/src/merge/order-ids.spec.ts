import { orderIds } from './order-ids.js';

it('orders ids as the numbers that they are', () => {
  const ids = ['10', '9', '9007199254740993', '9007199254740992', '9'];
  expect(ids.toSorted(orderIds)).toEqual(['9', '9', '10', '9007199254740992', '9007199254740993']);
  expect(orderIds('7', '7')).toBe(0);
});

it('says which of two is older', () => {
  expect(orderIds('8', '7')).toBeGreaterThan(0);
  expect(orderIds('7', '8')).toBeLessThan(0);
});
