import { connectError } from './transport-errors.js';

const call = { url: 'https://a.test/things?key=k' };
const errorOf = (code: string) => connectError(Object.assign(new Error('it said so'), { code }), call);

it.each([
  'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
  'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
  'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE',
  'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED',
  'ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN',
])('the alert %s refuses the certificate of the client', (code) => {
  expect(errorOf(code)).toMatchObject({
    ...{ code: 'provider.unauthorized', errorClass: 'auth' },
    message: 'https://a.test/things refuses the certificate of the client: it said so',
  });
});

it.each(['ERR_SSL_SSLV3_ALERT_ILLEGAL_PARAMETER', 'ECONNRESET', 'UND_ERR_SOCKET', 'ENOTFOUND', ''])(
  'any other failure to connect, %s, says nothing of it',
  (code) => {
    const { message, errorClass } = errorOf(code);
    expect([errorClass, message]).toEqual([
      'transient',
      'https://a.test/things could not be reached: it said so',
    ]);
  },
);

it('a server that closes on a client with a certificate may not take it', () => {
  const reset = Object.assign(new Error('reset'), { code: 'ECONNRESET' });
  expect(connectError(reset, { ...call, tls: {} }).message).toMatch(/reset \(does it take the certificate/);
});
