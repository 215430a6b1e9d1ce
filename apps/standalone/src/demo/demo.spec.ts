import { whereToLook } from './demo.js';

const lookAt = (gatewayUrl: string) =>
  whereToLook({
    adminUrl: 'http://127.0.0.1:4180',
    gatewayUrl,
    grpcAddress: undefined,
    ownerKeyFile: undefined,
    psqlLine: 'psql',
    psqlWriteLine: undefined,
  });

it('says that an address for webhooks is only for now', () => {
  expect(lookAt('http://127.0.0.1:4181')).toContain('    Webhooks    http://127.0.0.1:4181');
  expect(lookAt('http://127.0.0.1:35845')).toContain(
    '    Webhooks    http://127.0.0.1:35845, until it stops: port 4181 is taken',
  );
});
