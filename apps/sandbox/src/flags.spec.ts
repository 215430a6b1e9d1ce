import { HELP, readFlags } from './flags.js';

describe('the command line of the sandbox', () => {
  it('passes on what was given and leaves the rest to the provider', () => {
    const flags = readFlags([
      '--records',
      '20000',
      '--page-size',
      '500',
      '--faults',
      'latency:ms=5',
      '--json',
    ]);
    expect(flags).toEqual({
      provider: { records: 20_000, pageSize: 500, faults: 'latency:ms=5' },
      json: true,
      help: false,
    });
    expect(readFlags([]).provider).toEqual({});
  });

  it.each([
    [['--records', 'many'], '--records takes a whole number'],
    [['--page-size', '-1'], 'argument'],
    [['--latency', '1.5'], '--latency takes a whole number'],
    [['--faults', 'meteor'], 'There is no fault "meteor"'],
    [['--unknown'], 'unknown'],
  ])('refuses %j', (args, message) => {
    expect(() => readFlags(args)).toThrow(message);
  });

  it('explains every fault', () => {
    expect(HELP).toContain('truncated-gzip');
  });
});
