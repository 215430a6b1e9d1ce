import { grantIdentity, type TokenGrant } from './token-grant.js';

const grant: TokenGrant = {
  ...{ kind: 'refresh_token', tokenUrl: 'https://id.example/token', clientId: 'c', clientSecret: 's' },
  ...{ clientAuth: 'basic', refreshToken: 'r', parameters: { scope: 'read' } },
};

it('names kept tokens as every release before did', () => {
  expect(JSON.stringify(grantIdentity(grant))).toBe(
    '{"kind":"refresh_token","tokenUrl":"https://id.example/token","clientAuth":"basic","parameters":{"scope":"read"},"clientId":"c","clientSecret":"s","refreshToken":"r"}',
  );
});

it('is the same however answers are read and the token is sent, and another for another secret', () => {
  const read = {
    refusals: [{ status: 500 }],
    paths: { accessToken: 'a' },
    sentAs: { headers: {}, query: {} },
  };
  expect(grantIdentity({ ...grant, ...read })).toEqual(grantIdentity(grant));
  const owner = { username: 'u', password: 'p' };
  const assertion = {
    algorithm: 'RS256',
    privateKey: 'k',
    claims: { iss: 'i' },
    lifetimeSeconds: 60,
  } as const;
  const all = [grant, { ...grant, owner }, { ...grant, assertion }, { ...grant, clientAssertion: assertion }];
  const names = [...all, { ...grant, clientSecret: 't' }].map((one) => JSON.stringify(grantIdentity(one)));
  expect(new Set(names).size).toBe(5);
  const longer = { ...assertion, lifetimeSeconds: 90 };
  expect(grantIdentity({ ...grant, assertion: longer })).toEqual(grantIdentity({ ...grant, assertion }));
});
