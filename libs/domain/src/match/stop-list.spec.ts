import { isPlaceholder } from './stop-list.js';

it.each([
  ...['n/a', 'N/A', 'unknown', 'Test', 'k.A.', 'not provided', 'xxx', '-', '???', '.'],
  ...[
    'none@none.com',
    'test@test.com',
    'NoReply@shop.de',
    'no-reply@shop.de',
    'no.reply@x.org',
    'donotreply@x.org',
  ],
  ...[
    'do-not-reply@x.org',
    'nomail@x.org',
    'no-email@x.org',
    'tests@x.org',
    'ann@test.com',
    'ann@noemail.net',
    'ann@no-mail.de',
  ],
  ...['ann@host.invalid', 'ann@x.test', 'ann@x.localhost', 'n.a@x.org', 'xxx@x.org'],
  ...[
    '000',
    '0000000',
    '00 00-00',
    '+49 0000000',
    '1111111',
    '0301111111',
    '+491234567',
    '1234567',
    '0123456789',
    '1234567890',
  ],
  ...['+49 123456789', '9876543210', '98765432', '9876543'].filter((number) => number !== '98765432'),
  ...[
    '12345678',
    '98765432',
    'test@x.org',
    'xx@x.org',
    'noemail@x.org',
    'no-mail@x.org',
    'ann@tests.com',
    'ann@noemail.com',
    'ann@nomail.com',
  ],
])('"%s" stands for having none', (value) => {
  expect(isPlaceholder(value)).toBe(true);
});

it.each([
  ...['Anna', 'Contest', 'x y', 'Ng', 'Na', '李', '7', 'C++'],
  ...[
    'anna@none.de.com',
    'testa@x.org',
    'mytest@x.org',
    'info@example.com',
    'ann@mytest.com',
    'ann@test.com.de',
    'ann@x.testing',
  ],
  ...[
    '12345',
    '11111',
    '00',
    '030901820',
    '+4930901820',
    '111111',
    '12345678901',
    '1234567x',
    '41111111112',
    '0a00',
  ],
  ...['1000', '0001', '991234567', '99876543'],
])('"%s" says something', (value) => {
  expect(isPlaceholder(value)).toBe(false);
});
