import { parseUrl, readEnvironment } from './env.js';

it('knows where the admin API is when nobody says so', () => {
  expect(readEnvironment({})).toEqual({ url: 'http://127.0.0.1:4180' });
  expect(readEnvironment({ EVENKEEL_URL: '' })).toEqual({ url: 'http://127.0.0.1:4180' });
  expect(readEnvironment({ EVENKEEL_URL: 'https://sync.example/base' })).toEqual({
    url: 'https://sync.example/base',
  });
});

it.each(['nowhere', 'ftp://127.0.0.1', 'http://'])('refuses %p and names where it came from', (text) => {
  expect(() => parseUrl('EVENKEEL_URL', text)).toThrow(/EVENKEEL_URL/);
});
