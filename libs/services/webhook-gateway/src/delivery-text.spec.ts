import { textOfDelivery } from './delivery-text.js';

describe('the text of a delivery', () => {
  it('is UTF-8, with a byte order mark or without', () => {
    expect(textOfDelivery(Buffer.from('\ufeff{"id":"ü"}'))).toBe('{"id":"ü"}');
    expect(() => textOfDelivery(Buffer.from([0x22, 0xff, 0x22]))).toThrow('not UTF-8');
  });

  it.each([
    ['payload=%7B%22id%22%3A1%7D', 'application/x-www-form-urlencoded', '{"id":1}'],
    [
      'a=1&payload=%7B%22a%22%3A%22x+y%22%7D',
      'Application/X-WWW-Form-Urlencoded; charset=UTF-8',
      '{"a":"x y"}',
    ],
    ['id=1&__proto__=x&a=%C3%BC', 'application/x-www-form-urlencoded', '{"id":"1","__proto__":"x","a":"ü"}'],
    ['payload={}', 'text/plain', 'payload={}'],
    ['payload={}', undefined, 'payload={}'],
  ])('of %j as %s is %s', (body, type, text) => {
    expect(textOfDelivery(Buffer.from(body), type)).toBe(text);
  });
});
