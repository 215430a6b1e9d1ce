import { z } from 'zod';
import { DEFAULT_TENANT, isTopicName, type TopicPermit } from '@evenkeel/domain';
import { TRIGGER_TOPIC } from '@evenkeel/contracts-messages';
import type { KafkaSecurity } from '@evenkeel/adapter-kafka';
import type { TopicRights } from '@evenkeel/ports';
import { fileText, pemFile } from './file-fragments.js';
import { isLoopback } from './loopback.js';
import { readVariables, variable, WrongEnvironment, type Environment } from './variables.js';

const SASL_MECHANISMS = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;

export const kafkaVariables = {
  KAFKA_BROKERS: variable({
    meaning: 'Where the Kafka cluster is first asked.',
    remedy: 'Give one or more host:port, separated by commas.',
    schema: z
      .string()
      .transform((text) => text.split(',').map((broker) => broker.trim()))
      .pipe(z.array(z.string().regex(/^[^\s:/]+:\d{1,5}$|^\[[0-9a-fA-F:]+\]:\d{1,5}$/)).min(1)),
  }),
  KAFKA_PREFIX: variable({
    meaning: 'Put before the names of topics and consumer groups, so that installations can share a cluster.',
    remedy: 'Give up to 100 letters, digits, dots, hyphens or underscores, the same for all services.',
    schema: z
      .string()
      .regex(/^[\w.-]{1,100}$/)
      .default(''),
    defaultText: 'none',
  }),
  KAFKA_TLS: variable({
    meaning: 'Whether the brokers are spoken to by TLS; a file for TLS says so as well.',
    remedy: 'Give true or false.',
    schema: z.enum(['true', 'false']).default('false'),
    defaultText: '`false`',
  }),
  KAFKA_TLS_CA_FILE: variable({
    meaning: 'Certificates of the authorities that the brokers are to have theirs from.',
    remedy: 'Give the path of a file with certificates in PEM that this process may read.',
    schema: pemFile('CERTIFICATE'),
    defaultText: 'those that Node trusts',
  }),
  KAFKA_TLS_CERT_FILE: variable({
    meaning: 'The certificate by which this installation shows itself to the brokers.',
    remedy: 'Give the path of a file with certificates in PEM that this process may read.',
    schema: pemFile('CERTIFICATE'),
    defaultText: 'none',
  }),
  KAFKA_TLS_KEY_FILE: variable({
    meaning: 'The key of that certificate.',
    remedy: 'Give the path of a file with a key in PEM, without a passphrase, that this process may read.',
    schema: pemFile('PRIVATE KEY'),
    defaultText: 'none',
  }),
  KAFKA_SASL_MECHANISM: variable({
    meaning: 'How this installation proves its name to the brokers.',
    remedy: `Give one of ${SASL_MECHANISMS.join(', ')}, with KAFKA_SASL_USERNAME and a password.`,
    schema: z.enum(SASL_MECHANISMS).optional(),
    defaultText: 'not at all',
  }),
  KAFKA_SASL_USERNAME: variable({
    meaning: 'The name that it proves.',
    remedy: 'Give the name of a user of the brokers, with KAFKA_SASL_MECHANISM.',
    schema: z.string().min(1).max(500).optional(),
    defaultText: 'none',
  }),
  KAFKA_SASL_PASSWORD: variable({
    meaning: 'The password of that user.',
    remedy: 'Give the password, or its file as KAFKA_SASL_PASSWORD_FILE.',
    schema: z.string().min(1).max(1_000).optional(),
    defaultText: 'none',
    secret: true,
  }),
  KAFKA_SASL_PASSWORD_FILE: variable({
    meaning: 'A file with that password; a line break at its end does not count.',
    remedy: 'Give the path of a file that this process may read and that is not empty.',
    schema: fileText((text) => text.trim() !== ''),
    defaultText: 'none',
  }),
};

/** `topic=tenant` pairs, separated by commas; without a tenant the default one. */
function topicPairs(isName: (name: string) => boolean) {
  return z
    .string()
    .transform((text) => text.split(',').map((pair) => pair.trim()))
    .transform((pairs) =>
      pairs
        .filter((pair) => pair !== '' && pair !== 'none')
        .map((pair) => {
          const [name = '', tenantId = DEFAULT_TENANT, ...rest] = pair.split('=');
          return { name, tenantId: tenantId.toLowerCase(), rest };
        }),
    )
    .pipe(
      z.array(
        z.object({ name: z.string().refine(isName), tenantId: z.guid(), rest: z.array(z.string()).max(0) }),
      ),
    );
}

export const foreignTopicVariables = {
  KAFKA_FOREIGN_TOPICS: variable({
    meaning:
      'Topics of other systems that jobs may listen to; one that ends with `*` stands for all that begin so. Topics of Evenkeel itself are never read so.',
    remedy:
      'Give names separated by commas, for example crm.changes,billing.*; with =TENANT for the jobs of another tenant than the default one. The same for admin and scheduler.',
    schema: topicPairs((name) => isTopicName(name.replace(/\*$/, 'x'))).default([]),
    defaultText: 'none',
  }),
};

export const triggerTopicVariables = {
  KAFKA_TRIGGER_TOPICS: variable({
    meaning:
      'Topics on which other systems ask for runs, and whose jobs each is for: what a message says of its tenant counts for nothing, so who may write to a topic is a matter of the rights at the brokers.',
    remedy: `Give topic=TENANT pairs separated by commas, or none. The name is as the brokers have it.`,
    schema: topicPairs(isTopicName).optional(),
    defaultText: `\`${TRIGGER_TOPIC}\`, which is made, for the default tenant`,
  }),
};

/** Throws {@link WrongEnvironment} also for what does not fit together. */
export function readKafkaSecurity(environment: Environment): KafkaSecurity {
  const values = readVariables(kafkaVariables, environment);
  const {
    KAFKA_TLS_CA_FILE: authorities,
    KAFKA_TLS_CERT_FILE: certificate,
    KAFKA_TLS_KEY_FILE: key,
  } = values;
  const isTls =
    values.KAFKA_TLS === 'true' || [authorities, certificate, key].some((file) => file !== undefined);
  if ((certificate === undefined) !== (key === undefined)) {
    const name = certificate === undefined ? 'KAFKA_TLS_CERT_FILE' : 'KAFKA_TLS_KEY_FILE';
    throw wrong(name, 'is missing: a certificate and its key belong together');
  }
  const client = certificate === undefined || key === undefined ? null : { certificate, key };
  return {
    tls: isTls ? { authorities: authorities ?? null, client } : null,
    sasl: readSasl(environment, isTls),
  };
}

function readSasl(environment: Environment, isTls: boolean): KafkaSecurity['sasl'] {
  const values = readVariables(kafkaVariables, environment);
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username } = values;
  const password = values.KAFKA_SASL_PASSWORD ?? values.KAFKA_SASL_PASSWORD_FILE?.replace(/\r?\n$/, '');
  if (mechanism === undefined) {
    if (username === undefined && password === undefined) return null;
    throw wrong('KAFKA_SASL_MECHANISM', 'is missing, although there is a name or password');
  }
  if (username === undefined) throw wrong('KAFKA_SASL_USERNAME', 'is missing');
  if (password === undefined) throw wrong('KAFKA_SASL_PASSWORD', 'is missing');
  const isHere = values.KAFKA_BROKERS.every((broker) =>
    isLoopback(broker.replace(/:\d+$/, '').replace(/[[\]]/g, '')),
  );
  if (mechanism === 'PLAIN' && !isTls && !isHere)
    throw wrong('KAFKA_TLS', 'is false, and PLAIN would send the password in the clear to other machines');
  return { mechanism, username, password };
}

/** Throws {@link WrongEnvironment}. */
export function readTopicRights(environment: Environment): TopicRights {
  const { KAFKA_PREFIX: prefix } = readVariables(kafkaVariables, environment);
  const { KAFKA_TRIGGER_TOPICS: given } = readVariables(triggerTopicVariables, environment);
  const own = `${prefix}${TRIGGER_TOPIC}`;
  const topics = given ?? [{ name: own, tenantId: DEFAULT_TENANT }];
  return {
    hasKafka: true,
    triggerTopics: topics.map(({ name: topic, tenantId }) => ({ topic, tenantId, isOwn: topic === own })),
    foreign: readForeignTopics(environment),
  };
}

/** Throws {@link WrongEnvironment}. */
export function readForeignTopics(environment: Environment): readonly TopicPermit[] {
  const { KAFKA_FOREIGN_TOPICS: given } = readVariables(foreignTopicVariables, environment);
  return given.map(({ name: pattern, tenantId }) => ({ pattern, tenantId }));
}

function wrong(name: keyof typeof kafkaVariables, message: string): WrongEnvironment {
  return new WrongEnvironment([{ name, message, remedy: kafkaVariables[name].remedy }]);
}
