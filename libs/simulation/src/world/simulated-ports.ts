import { NodeHmac, NoTracing, Sha256Digest } from '@evenkeel/adapter-node-runtime';
import { RememberedQuotaLedger } from '@evenkeel/conformance';
import {
  Clock,
  Connectors,
  CredentialBox,
  Digest,
  ForeignTopics,
  Hmac,
  HttpCallers,
  Ids,
  Instance,
  KeyedDigest,
  Logger,
  MailSender,
  MessageBus,
  PayloadBox,
  Meter,
  ModelCaller,
  PublicAddress,
  QuotaLedger,
  Random,
  Timers,
  Tracing,
  TopicRights,
  WebhookSecretBox,
} from '@evenkeel/ports';
import { TOPIC_RIGHTS } from '../workload/topic/simulated-topic.js';
import { provide, type Provided } from './resolver.js';
import {
  AnySecrets,
  NoCredentials,
  NoHttp,
  NoMail,
  NoModel,
  SilentLogger,
  SilentMeter,
  WithoutKey,
} from './silent-ports.js';

/** What the caller of a use case needs of the world around it. */
export interface UserSurroundings {
  readonly ids: Ids;
  readonly clock: Clock;
  readonly connectors: Connectors;
}

/** What a process needs of the world around it. */
export interface ProcessSurroundings extends UserSurroundings {
  readonly bus: MessageBus;
  readonly random: Random;
  readonly timers: Timers;
  readonly foreignTopics: ForeignTopics;
  /** The name of the process. */
  readonly instance: string;
}

/** All ports that use cases ask for but the store: what is not of their surroundings is the same in every simulated world. */
export function portsOfUser({ ids, clock, connectors }: UserSurroundings): readonly Provided[] {
  return [
    provide(Ids, ids),
    provide(Clock, clock),
    provide(Digest, new Sha256Digest()),
    provide(KeyedDigest, new WithoutKey()),
    provide(Logger, new SilentLogger()),
    provide(Meter, new SilentMeter()),
    provide(Connectors, connectors),
    provide(HttpCallers, new NoHttp()),
    provide(TopicRights, TOPIC_RIGHTS),
    provide(CredentialBox, new NoCredentials()),
    provide(PayloadBox, new NoCredentials()),
    provide(QuotaLedger, new RememberedQuotaLedger(clock)),
  ];
}

/** All ports that parts of services ask for but the store; what a process is set to comes on top. */
export function portsOfProcess(around: ProcessSurroundings): readonly Provided[] {
  return [
    ...portsOfUser(around),
    provide(MessageBus, around.bus),
    provide(Hmac, new NodeHmac()),
    provide(WebhookSecretBox, new AnySecrets()),
    provide(Random, around.random),
    provide(Timers, around.timers),
    provide(Tracing, new NoTracing()),
    provide(PublicAddress, { url: null }),
    provide(MailSender, new NoMail()),
    provide(ModelCaller, new NoModel()),
    provide(ForeignTopics, around.foreignTopics),
    provide(Instance, { name: around.instance }),
  ];
}
