import type { Logger } from '@evenkeel/ports';
import { Kafka, type KafkaConfig, type LogEntry, logLevel } from 'kafkajs';
import { letIdleQueuesRest } from './idle-queues.js';

export type SaslMechanism = 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';

/** Certificates are in PEM. */
export interface KafkaSecurity {
  /** Null: in the clear. */
  readonly tls: {
    /** Null: those that this machine trusts. */
    readonly authorities: string | null;
    readonly client: { readonly certificate: string; readonly key: string } | null;
  } | null;
  /** Null: without a name and password. */
  readonly sasl: {
    readonly mechanism: SaslMechanism;
    readonly username: string;
    readonly password: string;
  } | null;
}

export interface KafkaClientOptions {
  readonly brokers: readonly string[];
  readonly security?: KafkaSecurity | undefined;
  readonly clientId: string;
  readonly logger: Logger;
}

const REQUEST_WITHIN_MS = 10_000;
const CONNECT_WITHIN_MS = 3_000;

export function kafkaClient({ brokers, security, clientId, logger }: KafkaClientOptions): Kafka {
  letIdleQueuesRest();
  return new Kafka({
    brokers: [...brokers],
    clientId,
    ...securityOf(security),
    connectionTimeout: CONNECT_WITHIN_MS,
    requestTimeout: REQUEST_WITHIN_MS,
    // Short: those who use the client begin anew with another, for as long as it takes.
    retry: { retries: 3, initialRetryTime: 100, maxRetryTime: 1_000 },
    logLevel: logLevel.INFO,
    logCreator: () => (entry) => relay(logger, entry),
  });
}

function securityOf({ tls = null, sasl = null }: Partial<KafkaSecurity> = {}): Pick<
  KafkaConfig,
  'ssl' | 'sasl'
> {
  return {
    ...(tls && {
      ssl: {
        ...(tls.authorities !== null && { ca: tls.authorities }),
        ...(tls.client && { cert: tls.client.certificate, key: tls.client.key }),
      },
    }),
    ...(sasl && { sasl: saslOf(sasl) }),
  };
}

function saslOf({
  mechanism,
  username,
  password,
}: NonNullable<KafkaSecurity['sasl']>): NonNullable<KafkaConfig['sasl']> {
  const named = { username, password };
  if (mechanism === 'PLAIN') return { mechanism: 'plain', ...named };
  return mechanism === 'SCRAM-SHA-256'
    ? { mechanism: 'scram-sha-256', ...named }
    : { mechanism: 'scram-sha-512', ...named };
}

/**
 * Below what kafkajs says: what it calls errors are attempts that it makes again, and a restart of a broker brings dozens,
 * most of them from its connections. The user of the client reports what came of it.
 */
function relay(logger: Logger, { level, namespace, log }: LogEntry): void {
  const fields = { client: namespace, ...pickFields(log) };
  const isWorthALook = level === logLevel.ERROR && namespace !== 'Connection';
  if (isWorthALook) logger.warn(`kafkajs: ${log.message}`, fields);
  else logger.debug(`kafkajs: ${log.message}`, fields);
}

const TOLD_FIELDS = ['broker', 'groupId', 'topic', 'error', 'retryCount', 'retryTime'] as const;

function pickFields(log: LogEntry['log']): Record<string, unknown> {
  const told = TOLD_FIELDS.filter((name) => log[name] !== undefined);
  return Object.fromEntries(
    told.map((name) => [name, log[name] instanceof Error ? String(log[name]) : (log[name] as unknown)]),
  );
}
