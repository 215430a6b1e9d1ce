import { pino, type DestinationStream, type Logger as Pino } from 'pino';
import { printable, type LogLevel } from '@evenkeel/domain';
import { Logger, type LogFields } from '@evenkeel/ports';
import { describeThrown } from './describe-thrown.js';
import { prettyLines } from './pretty-lines.js';

export const LOG_FORMATS = ['json', 'pretty'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

export interface LogSettings {
  readonly level: LogLevel;
  readonly format: LogFormat;
  /** Replica name, on each line. */
  readonly instance: string;
}

export interface LogSurroundings {
  /** Left out: standard error, at once. */
  readonly destination?: DestinationStream;
  /** Of the trace that a line belongs to, if there is one. */
  readonly ids?: () => object | undefined;
}

const SECRET_FIELDS = ['authorization', 'password', 'secret', 'token', 'apiKey', 'api_key', 'cookie']
  .concat(['credentials', 'accessToken', 'access_token', 'refresh_token', 'client_secret', 'x-api-key'])
  .map((name) => (name.includes('-') ? `["${name}"]` : name));

/**
 * One line for each event, to stderr: stdout belongs to results. Fields whose names promise a secret are blanked up to
 * two levels down; callers still must not hand over payloads.
 */
export class PinoLogger extends Logger {
  private readonly pino: Pino;

  private constructor(
    private readonly root: Pino,
    /** Of each service of this process: a level is each one's own. */
    private readonly family: Pino[],
    service: string,
  ) {
    super();
    this.pino = root.child({ service });
    family.push(this.pino);
  }

  /** Without `destination` it writes to stderr at once, so that no line is lost when the process dies. */
  static start(
    settings: LogSettings,
    service: string,
    { destination, ids }: LogSurroundings = {},
  ): PinoLogger {
    return new PinoLogger(
      pino(
        {
          level: settings.level,
          base: { instance: settings.instance },
          timestamp: pino.stdTimeFunctions.isoTime,
          ...(ids === undefined ? {} : { mixin: () => ids() ?? {} }),
          formatters: { level: (label) => ({ level: label }) },
          serializers: { error: (thrown: unknown) => describeThrown(thrown) },
          redact: {
            paths: SECRET_FIELDS.flatMap((name) =>
              name.startsWith('[') ? [name, `*${name}`, `*.*${name}`] : [name, `*.${name}`, `*.*.${name}`],
            ),
            censor: '[secret]',
          },
        },
        destination ?? stderr(settings.format),
      ),
      [],
      service,
    );
  }

  /** The same log, its lines named after another service of this process. */
  forService(service: string): PinoLogger {
    return new PinoLogger(this.root, this.family, service);
  }

  /** From the next line on, of every service of this process. */
  setLevel(level: LogLevel): void {
    for (const log of [this.root, ...this.family]) log.level = level;
  }

  debug(message: string, fields: LogFields = {}): void {
    this.pino.debug(fields, message);
  }

  info(message: string, fields: LogFields = {}): void {
    this.pino.info(fields, message);
  }

  warn(message: string, fields: LogFields = {}): void {
    this.pino.warn(fields, message);
  }

  error(message: string, fields: LogFields = {}): void {
    this.pino.error(fields, message);
  }
}

function stderr(format: LogFormat): DestinationStream {
  return format === 'pretty' ? prettyLines(process.stderr) : safeLines();
}

/** JSON leaves DEL, C1 and bidirectional controls as they are, and logs are read on terminals as well. */
function safeLines(): DestinationStream {
  const out = pino.destination({ fd: 2, sync: true });
  // Where the reader of the log has gone, the work goes on.
  out.on('error', () => undefined);
  return { write: (line) => out.write(`${printable(line.trimEnd())}\n`) };
}
