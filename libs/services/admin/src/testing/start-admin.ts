import type { Server } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import { Test as TestModule } from '@nestjs/testing';
import {
  AsyncAuditScope,
  NodeHmac,
  NodeTimers,
  Sha256Digest,
  SystemClock,
  UuidIds,
} from '@evenkeel/adapter-node-runtime';
import { testDatabase, type SpecDatabase } from '@evenkeel/adapter-postgres/testing';
import { DEFAULT_TENANT, keepDigits } from '@evenkeel/domain';
import {
  AesCredentialBox,
  AesPayloadBox,
  AesResealer,
  AesWebhookSecretBox,
  credentialKeys,
  HmacKeyedDigest,
  KeptKeys,
  ServerSecretReferences,
  webhookKeys,
} from '@evenkeel/adapter-secrets';
import {
  AccessRules,
  AuditedStore,
  AuditScope,
  BreakerBoard,
  Clock,
  Connectors,
  CredentialBox,
  DatabaseWatch,
  Digest,
  Hmac,
  HttpCallers,
  Ids,
  KeyedDigest,
  Logger,
  Meter,
  ModelCaller,
  PayloadBox,
  providerOf,
  ServiceDirectory,
  QuotaLedger,
  ServiceStore,
  Resealer,
  SealedTexts,
  SecretReferences,
  Store,
  Timers,
  TopicRights,
  WebhookSecretBox,
  type OutboxEntry,
} from '@evenkeel/ports';
import { agent, type Agent, type Response, type Test } from 'supertest';
import { adminService, admitCallers, prepareAdminApi } from '../index.js';
import { checkAnswer } from './check-answer.js';
import { CountingMeter } from './counting-meter.js';
import { NoCallers, NoModel, ProviderConnectors } from './provider-connectors.js';
import { RememberingLogger } from './remembering-logger.js';

/** What this installation seals with, and what it was sealed with before. */
export const [KEY, KEY_BEFORE] = [7, 6].map((byte) => Buffer.alloc(32, byte).toString('base64')) as [
  string,
  string,
];
const KEPT = new KeptKeys({ master: [KEY], record: [KEY] });
/** What documents of configuration may name. A spec may change it. */
export const REFERENCES: Record<string, string | undefined> = {};
/** Jobs may listen to the topics of one other system. */
const RIGHTS: TopicRights = {
  hasKafka: true,
  triggerTopics: [],
  foreign: [{ pattern: 'crm.*', tenantId: DEFAULT_TENANT }],
};

/** The admin service on a real database, spoken to over HTTP. */
export interface StartedAdmin {
  readonly app: INestApplication;
  readonly http: Agent;
  readonly database: SpecDatabase;
  readonly provider: ProviderConnectors;
  readonly meter: CountingMeter;
  readonly log: RememberingLogger;
  /** What waits to be published; takes it out. */
  drainOutbox(): Promise<readonly OutboxEntry[]>;
}

type ParsesBodies = INestApplication & { useBodyParser(type: 'json', options: object): void };

/** For a spec file: one admin service for all of its tests. */
export function startAdmin(rules: AccessRules = { authentication: 'off' }): StartedAdmin {
  const database = testDatabase();
  const provider = new ProviderConnectors();
  const meter = new CountingMeter();
  const log = new RememberingLogger();
  const scope = new AsyncAuditScope();
  let app: INestApplication;
  beforeAll(async () => {
    const module = await TestModule.createTestingModule({
      controllers: [...adminService.endpoints],
      providers: [
        {
          provide: Store,
          useValue: new ServiceStore(adminService, new AuditedStore(database.postgres.store, scope)),
        },
        { provide: AuditScope, useValue: scope },
        { provide: QuotaLedger, useValue: database.postgres.quotaLedger },
        { provide: DatabaseWatch, useValue: database.postgres.watch },
        { provide: BreakerBoard, useValue: database.postgres.breakerBoard },
        { provide: AccessRules, useValue: rules },
        { provide: Hmac, useValue: new NodeHmac() },
        { provide: Timers, useValue: new NodeTimers() },
        { provide: TopicRights, useValue: RIGHTS },
        {
          provide: SecretReferences,
          useValue: new ServerSecretReferences({ prefix: 'REF_', forbidden: [], environment: REFERENCES }),
        },
        { provide: Clock, useValue: new SystemClock() },
        { provide: Ids, useValue: new UuidIds() },
        { provide: Digest, useValue: new Sha256Digest() },
        { provide: KeyedDigest, useValue: new HmacKeyedDigest(KEPT.derived('digest').key) },
        { provide: PayloadBox, useValue: new AesPayloadBox(KEPT.derived('payload')) },
        { provide: Connectors, useValue: provider },
        { provide: HttpCallers, useValue: new NoCallers() },
        { provide: ModelCaller, useValue: new NoModel() },
        {
          provide: CredentialBox,
          useValue: new AesCredentialBox(credentialKeys([KEY]), KEPT.derived('name').key),
        },
        { provide: WebhookSecretBox, useValue: new AesWebhookSecretBox(webhookKeys([KEY])) },
        { provide: Resealer, useValue: new AesResealer([KEY, KEY_BEFORE]) },
        { provide: SealedTexts, useValue: database.postgres.sealedTexts },
        { provide: Meter, useValue: meter },
        { provide: Logger, useValue: log },
        { provide: ServiceDirectory, useValue: { readiness: async () => [] } },
        ...adminService.parts.map(providerOf),
      ],
    }).compile();
    app = module.createNestApplication({ logger: false, bodyParser: false });
    // As the host of the service does it.
    admitCallers(app);
    (app as ParsesBodies).useBodyParser('json', { limit: '5mb', reviver: keepDigits });
    prepareAdminApi(app);
    await app.init();
  }, 60_000);
  afterAll(() => app.close());
  return {
    get app() {
      return app;
    },
    get http() {
      const http = agent(app.getHttpServer() as Server);
      // Whatever a spec is about: what came has to be what the published document says.
      return http.use((request: unknown) => void (request as Test).expect(checkResponse));
    },
    database,
    provider,
    meter,
    log,
    drainOutbox: async () => {
      const drained: OutboxEntry[] = [];
      await database.postgres.outbox.drain(1000, async (entries) => void drained.push(...entries));
      return drained;
    },
  };
}

function checkResponse(response: Response): void {
  const { method, path } = (response as unknown as { readonly req: { method: string; path: string } }).req;
  const headers = response.headers as Readonly<Record<string, string | undefined>>;
  checkAnswer({
    method,
    path: path.split('?', 1)[0] ?? '',
    status: response.status,
    headers,
    // Of a type that it does not know, supertest keeps the text apart.
    text: response.text ?? '',
  });
}
