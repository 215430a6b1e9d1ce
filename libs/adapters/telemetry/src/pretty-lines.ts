import { Writable } from 'node:stream';
import { printable } from '@evenkeel/domain';

const LEVELS: Readonly<Record<string, string>> = {
  debug: 'debug',
  info: 'info ',
  warn: 'WARN ',
  error: 'ERROR',
};
const ENVELOPE = new Set(['level', 'time', 'msg', 'service', 'instance']);

/** Turns pino's JSON lines into lines for people: `11:04:05.123 info  scheduler  message  field=value`. */
export function prettyLines(out: NodeJS.WritableStream): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      const lines = chunk.toString('utf8').split('\n').filter(Boolean);
      out.write(lines.map((line) => `${prettyLine(line)}\n`).join(''), () => done());
    },
  });
}

export function prettyLine(json: string): string {
  const line = JSON.parse(json) as Record<string, unknown>;
  const time = String(line['time']).slice(11, 23);
  const level = LEVELS[String(line['level'])] ?? String(line['level']);
  const fields = Object.entries(line).filter(([name]) => !ENVELOPE.has(name) && name !== 'error');
  const shown = fields.map(([name, value]) => ` ${printable(`${name}=${asText(value)}`)}`).join('');
  return `${time} ${level} ${String(line['service'])}  ${printable(String(line['msg']))}${shown}${errorLines(line['error'])}`;
}

function errorLines(error: unknown): string {
  if (error === undefined) return '';
  if (typeof error !== 'object' || error === null) return ` error=${printable(asText(error))}`;
  const { stack, message, cause } = error as Record<string, unknown>;
  const text = asText(stack ?? message ?? error);
  const lines = text.split('\n').map((each) => `\n    ${printable(each)}`);
  return `${lines.join('')}${cause === undefined ? '' : errorLines(cause)}`;
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
