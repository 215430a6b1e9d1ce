import type { LogLevel } from '@evenkeel/domain';
import { PinoLogger } from './pino-logger.js';
import { prettyLine } from './pretty-lines.js';

function logTo(lines: string[], level: LogLevel = 'debug'): PinoLogger {
  const settings = { level, format: 'json', instance: 'scheduler-1' } as const;
  return PinoLogger.start(settings, 'scheduler', {
    destination: { write: (line) => void lines.push(line) },
  });
}

function parsed(lines: readonly string[]): Record<string, unknown>[] {
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('PinoLogger', () => {
  it('writes one JSON line with level, time, service, instance and fields', () => {
    const lines: string[] = [];
    logTo(lines).info('slot fired', { jobId: 'j1' });
    expect(parsed(lines)).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
        service: 'scheduler',
        instance: 'scheduler-1',
        msg: 'slot fired',
        jobId: 'j1',
      },
    ]);
  });

  it('names the service of a line when several share the process', () => {
    const lines: string[] = [];
    logTo(lines).forService('ingestion').warn('page dropped');
    expect(parsed(lines)[0]).toMatchObject({ service: 'ingestion', level: 'warn' });
    expect(lines[0]!.match(/"service"/g)).toHaveLength(1);
  });

  it('keeps quiet below its level', () => {
    const lines: string[] = [];
    const log = logTo(lines, 'error');
    log.debug('a');
    log.info('b');
    log.warn('c');
    log.error('d');
    expect(parsed(lines).map((line) => line['msg'])).toEqual(['d']);
  });

  it('blanks fields that promise a secret, also inside others', () => {
    const lines: string[] = [];
    logTo(lines).info('call', {
      token: 'sk-1',
      headers: { authorization: 'Bearer sk-2', 'x-api-key': 'sk-3' },
      call: { headers: { cookie: 'sk-4' } },
    });
    expect(lines.join('')).not.toContain('sk-');
  });

  it('tells of an error and its causes, and of nothing that hangs on it', () => {
    const lines: string[] = [];
    const cause = Object.assign(new Error('connection refused'), { code: 'ECONNREFUSED', password: 'sk-1' });
    logTo(lines).error('sweep failed', { error: new Error('no database', { cause }) });
    expect(parsed(lines)[0]).toMatchObject({
      error: { message: 'no database', cause: { message: 'connection refused', code: 'ECONNREFUSED' } },
    });
    expect(lines.join('')).not.toContain('sk-');
  });

  it('has lines for people too', () => {
    const lines: string[] = [];
    logTo(lines).error('sweep failed', { sweep: 'DueSlots', error: new Error('gone') });
    const line = prettyLine(lines[0]!);
    expect(line).toMatch(
      /^\d\d:\d\d:\d\d\.\d{3} ERROR scheduler {2}sweep failed sweep=DueSlots\n {4}Error: gone/,
    );
  });
});
