import { targetOf, type Contexts, type Wished } from './target.js';

const kept: Contexts = {
  current: 'staging',
  contexts: {
    prod: { url: 'https://sync.example', token: 'of prod' },
    staging: { url: 'https://staging.example/', token: 'of staging' },
    viewer: { url: 'https://staging.example', token: 'of viewer' },
    local: { url: 'http://127.0.0.1:4180', token: null },
  },
};
const wish = (wished: Partial<Wished>, contexts = kept) =>
  targetOf(
    { url: undefined, context: undefined, environmentUrl: undefined, environmentToken: undefined, ...wished },
    contexts,
  );

it('goes to the context in use, or to this machine where there is none', () => {
  expect(wish({})).toEqual({ url: 'https://staging.example/', token: 'of staging' });
  expect(wish({}, { ...kept, current: null })).toEqual({ url: 'http://127.0.0.1:4180', token: undefined });
  expect(wish({}, { ...kept, current: 'gone' }).url).toBe('http://127.0.0.1:4180');
});

it('goes to the context that is named, with its own token', () => {
  const environment = { environmentUrl: 'https://other.example', environmentToken: 'of environment' };
  expect(wish({ context: 'prod', ...environment })).toEqual({
    url: 'https://sync.example',
    token: 'of prod',
  });
  expect(wish({ context: 'local', ...environment }).token).toBeUndefined();
});

it('gives a kept token to no other address than its own', () => {
  expect(wish({ url: 'https://evil.example' })).toEqual({ url: 'https://evil.example', token: undefined });
  expect(wish({ url: 'http://sync.example' }).token).toBeUndefined();
  expect(wish({ url: 'https://sync.example:8443' }).token).toBeUndefined();
  expect(wish({ environmentUrl: 'https://other.example' }).token).toBeUndefined();
  expect(wish({ url: 'https://sync.example/' }).token).toBe('of prod');
  expect(wish({ url: 'https://staging.example' }).token).toBe('of staging');
});

it('takes the environment before what is kept, and the command line before it', () => {
  const environment = { environmentUrl: 'https://other.example', environmentToken: 'of environment' };
  expect(wish(environment)).toEqual({ url: 'https://other.example', token: 'of environment' });
  expect(wish({ url: 'https://sync.example', ...environment })).toEqual({
    ...{ url: 'https://sync.example', token: 'of environment' },
  });
});

it.each(['nowhere', 'constructor', '__proto__'])('says which contexts there are instead of %p', (context) => {
  expect(() => wish({ context })).toThrow(`There is no context "${context}"`);
});

it('does not guess between two places', () => {
  expect(() => wish({ context: 'prod', url: 'https://sync.example' })).toThrow('both given');
});
