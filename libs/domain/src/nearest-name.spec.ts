import { nearestName } from './nearest-name.js';

it.each([
  ['lowercse', 'lowercase'],
  ['Trim', 'trim'],
  ['paginatoin', 'pagination'],
  ['strip', undefined],
  ['', undefined],
  ['x', undefined],
  ['x'.repeat(300), undefined],
])('%s is meant as %s', (given, meant) => {
  expect(nearestName(given, ['', 'y', 'trim', 'lowercase', 'uppercase', 'pagination', 'template'])).toBe(
    meant,
  );
});
