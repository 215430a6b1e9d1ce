import { parseUrl, readEnvironment } from './env.js';

it('knows where contexts are kept when nothing is said', () => {
  const kept = { contextsFile: '/home/ada/.config/evenkeel/contexts.json' };
  expect(readEnvironment({}, '/home/ada')).toEqual(kept);
  const empty = { EVENKEEL_URL: '', EVENKEEL_TOKEN: '', EVENKEEL_CONTEXTS: '', XDG_CONFIG_HOME: '' };
  expect(readEnvironment(empty, '/home/ada')).toEqual(kept);
});

it('takes what is said', () => {
  const said = {
    EVENKEEL_URL: 'https://sync.example/base',
    EVENKEEL_TOKEN: ' evk_x\n',
    XDG_CONFIG_HOME: '/c',
  };
  expect(readEnvironment(said, '/home/ada')).toEqual({
    ...{ url: 'https://sync.example/base', token: 'evk_x', contextsFile: '/c/evenkeel/contexts.json' },
  });
  expect(readEnvironment({ EVENKEEL_CONTEXTS: '/x.json' }).contextsFile).toBe('/x.json');
});

it.each(['nowhere', 'ftp://127.0.0.1', 'http://'])('refuses %p and names where it came from', (text) => {
  expect(() => parseUrl('EVENKEEL_URL', text)).toThrow(/EVENKEEL_URL/);
  expect(() => readEnvironment({ EVENKEEL_URL: text })).toThrow(/EVENKEEL_URL/);
});
