import { CallPostponed, NO_TRIES, SyncError } from '@evenkeel/domain';
import { cursorsTooShort, onPage } from './on-page.js';

const refused = new SyncError('provider.not_found', 'HOST/rows answered 404: no', { status: 404 });

it.each([
  [1, 'Page 1 came, page 2 did not (a cursor that expired?): HOST/rows answered 404: no'],
  [2, 'Pages 1 and 2 came, page 3 did not (a cursor that expired?): HOST/rows answered 404: no'],
  [7, 'Pages 1 to 7 came, page 8 did not (a cursor that expired?): HOST/rows answered 404: no'],
])('a page that is not known behind %d others is told so', (pageNo, message) => {
  expect(onPage(refused, pageNo)).toMatchObject({ code: 'provider.not_found', status: 404, message });
});

it('another failure is told with its page', () => {
  const failed = new SyncError('provider.server_error', 'HOST answered 500', { status: 500 });
  expect(onPage(failed, 4)).toMatchObject({
    message: 'Page 5 of the listing: HOST answered 500',
    status: 500,
  });
});

it('what fails on the first page, is no error of a provider, or only waits stays as it is', () => {
  const waits = new CallPostponed(refused, { waitMs: 1, waiting: 'quota', tries: NO_TRIES, cause: refused });
  expect(onPage(refused, 0)).toBe(refused);
  expect(onPage(waits, 3)).toBe(waits);
  expect(onPage('x', 3)).toBe('x');
});

it('cursors that expire each time are told with their page', () => {
  expect(cursorsTooShort(refused, 5, 2)).toMatchObject({
    code: 'provider.cursors_too_short',
    errorClass: 'config',
    message: 'The listing started over 5 times, and its cursor expired each time, now at page 3',
  });
});
