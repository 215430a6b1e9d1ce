import { MECHANISMS } from '../mechanisms/mechanisms.js';
import { readCommandLine, USAGE } from './command-line.js';

describe('the command line of the simulation', () => {
  it('plays a hundred seeds unless it is told otherwise', () => {
    expect(readCommandLine([])).toMatchObject({ seeds: 100, from: 1, json: false, without: undefined });
    expect(readCommandLine(['--seeds', '7', '--from', '40', '--json'])).toMatchObject({
      seeds: 7,
      from: 40,
      json: true,
    });
  });

  it('plays worlds of joined records where that is said', () => {
    expect(readCommandLine([]).isJoined).toBe(false);
    expect(readCommandLine(['--joined']).isJoined).toBe(true);
  });

  it('plays worlds that write where that is said, and not those of joined records at once', () => {
    expect(readCommandLine([]).isTwoWay).toBe(false);
    expect(readCommandLine(['--two-way']).isTwoWay).toBe(true);
    expect(() => readCommandLine(['--two-way', '--joined'])).toThrow(/--joined/);
  });

  it('plays worlds in which likeness decides where that is said, and no others at once', () => {
    expect(readCommandLine([]).isMatched).toBe(false);
    expect(readCommandLine(['--matched']).isMatched).toBe(true);
    expect(() => readCommandLine(['--matched', '--joined'])).toThrow(/--matched/);
  });

  it('plays worlds whose provider sends deliveries where that is said, and no others at once', () => {
    expect(readCommandLine([]).isTold).toBe(false);
    expect(readCommandLine(['--told']).isTold).toBe(true);
    expect(() => readCommandLine(['--told', '--matched'])).toThrow(/--told/);
  });

  it('looks for the seeds that notice soonest where that is said', () => {
    expect(readCommandLine([]).soonest).toBe(false);
    expect(readCommandLine(['--soonest', '--without', 'sweeps'])).toMatchObject({ soonest: true });
  });

  it('plays as many seeds without a mechanism as it takes to notice', () => {
    const { seeds, without } = readCommandLine(['--without', 'sweeps']);
    expect([seeds, without]).toEqual([MECHANISMS.sweeps.noticedWithin, 'sweeps']);
  });

  it.each([
    [['--without', 'luck'], /no mechanism "luck"/],
    [['--seeds', '0'], /--seeds takes/],
    [['--from', 'x'], /--from takes/],
    [['--nonsense'], /nonsense/],
  ])('refuses %j', (args, message) => {
    expect(() => readCommandLine(args)).toThrow(message);
  });

  it('names every mechanism', () => {
    for (const name of Object.keys(MECHANISMS)) expect(USAGE).toContain(name);
  });
});
