import { startEngine } from '../testing/start-engine.js';
import { typeIn } from '../testing/type-in.js';

const engine = startEngine();
const type = (...given: string[]) => typeIn(given, { url: engine.url });

it('settings that are wrong in several places are told at once, one problem a line', async () => {
  const settings = {
    baseUrl: 'api.example.com',
    streams: { orders: { path: '/o', pageSize: 'x' } },
    color: 1,
  };
  const given = ['--connector', 'rest', '--settings', JSON.stringify(settings), '--credentials', '{"a":"b"}'];
  const { code, err } = await type('connections', 'add', 'wrong', ...given);
  expect(code).toBe(2);
  expect(err.split('\n')).toEqual(
    expect.arrayContaining([
      '  settings.baseUrl: must be an http or https address without a query and without a user name',
      '  settings.streams.orders.pageSize: must be a number',
      '  settings.color: is unknown; there is only baseUrl, auth, headers, charset, streams, errors',
      '  credentials.a: is unknown; nothing can be set here',
    ]),
  );
});
