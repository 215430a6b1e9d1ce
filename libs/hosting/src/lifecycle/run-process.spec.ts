import { PinoLogger } from '@evenkeel/adapter-telemetry';
import { stopWithin, type Running } from './run-process.js';

const lines: string[] = [];
const log = PinoLogger.start({ level: 'info', format: 'json', instance: 'i' }, 'test', {
  destination: { write: (line) => void lines.push(line) },
});
const running = (stop: () => Promise<void>): Running => ({ log, stop });

/** What goes to standard error is for the person at the terminal, not for this test's output. */
function told(): string {
  return (process.stderr.write as jest.Mock).mock.calls.map(([text]) => String(text)).join('');
}
beforeEach(() => jest.spyOn(process.stderr, 'write').mockReturnValue(true));
afterEach(() => jest.restoreAllMocks());

it('ends with 0 once everything is stopped, and says why it stopped', async () => {
  await expect(
    stopWithin(
      running(async () => undefined),
      'SIGTERM',
    ),
  ).resolves.toBe(0);
  expect(lines.join('')).toContain('"why":"SIGTERM"');
});

it('ends with 1 when something does not stop in time', async () => {
  await expect(
    stopWithin(
      running(() => new Promise(() => undefined)),
      'SIGTERM',
      20,
    ),
  ).resolves.toBe(1);
  expect(told()).toContain('goes on at the next start');
});

it('ends with 1 and the reason when stopping fails', async () => {
  const failing = running(() => Promise.reject(new Error('the disk is gone')));
  await expect(stopWithin(failing, 'SIGTERM')).resolves.toBe(1);
  expect(told()).toContain('the disk is gone');
});

it('stops what was still starting when the signal came', async () => {
  let stopped = false;
  const starting = new Promise<Running>((resolve) => {
    setTimeout(() => resolve(running(async () => void (stopped = true))), 20);
  });
  await expect(stopWithin(starting, 'SIGINT')).resolves.toBe(0);
  expect(stopped).toBe(true);
});
