import { readArguments } from './arguments.js';

describe('the arguments of standalone', () => {
  it('mean the demo, served until Ctrl-C, when there are none', () => {
    expect(readArguments([])).toEqual({
      help: false,
      demo: true,
      once: false,
      json: false,
      records: 1000,
      dataDirectory: undefined,
      port: undefined,
    });
  });

  it('choose one run with its receipt, the size of the sandbox and where data is kept', () => {
    const read = readArguments([
      '--once',
      '--json',
      '--records',
      '20',
      '--data-dir',
      '/tmp/x',
      '--port',
      '0',
    ]);
    expect(read).toMatchObject({ once: true, json: true, records: 20, dataDirectory: '/tmp/x', port: 0 });
    expect(readArguments(['--no-demo']).demo).toBe(false);
  });

  it.each([
    [['--json'], 'needs --once'],
    [['--once', '--no-demo'], 'cannot go with --no-demo'],
    [['--records', 'many'], '--records takes a whole number'],
    [['--port', '70000'], '--port takes a whole number from 0 to 65535'],
    [['--telepathy'], '--telepathy'],
    [['run'], 'run'],
  ])('refuse %p and say why', (args, reason) => {
    expect(() => readArguments(args)).toThrow(reason);
  });
});
