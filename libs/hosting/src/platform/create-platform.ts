import { AddressGuard, HttpModelCaller, UndiciHttpCallers } from '@evenkeel/adapter-http';
import { NodemailerMailSender } from '@evenkeel/adapter-mail';
import {
  AsyncAuditScope,
  MathRandom,
  NodeHmac,
  NodeTimers,
  Sha256Digest,
  SystemClock,
  UuidIds,
} from '@evenkeel/adapter-node-runtime';
import { createPostgres, type Postgres } from '@evenkeel/adapter-postgres';
import { PinoLogger, PromMeter } from '@evenkeel/adapter-telemetry';
import type { CredentialBox } from '@evenkeel/ports';
import { FollowEngineSettings } from '../engine-settings/follow-engine-settings.sweep.js';
import { HostedServices } from '../directory/hosted-services.js';
import { followTraces } from './follow-traces.js';
import { installedConnectors } from './installed-connectors.js';
import type { Platform } from './platform.js';
import type { PlatformSettings } from './platform-settings.js';
import { createBus } from './create-bus.js';
import { openAccess } from './open-access.js';
import { openSecrets } from './open-secrets.js';

const MAIL_TIMEOUT_MS = 20_000;

/**
 * Makes the adapters of a process and brings the database's schema up to date. `onFatal` is called when the bus cannot
 * go on. Rejects with `system.database` or `system.broker` when one of them cannot be reached.
 */
export async function createPlatform(
  settings: PlatformSettings,
  onFatal: (reason: unknown) => void,
): Promise<Platform> {
  const { stopTracing, ...runtime } = await createRuntime(settings);
  const { log } = runtime;
  const postgres = connectTo(settings, runtime);
  await bringUp(postgres, log);
  const giveUp = (error: unknown) => {
    log.error('the message bus cannot go on', { error });
    onFatal(error);
  };
  const { store, outbox, stuckMessages, pageSpill } = postgres;
  const secrets = await openSecrets(settings.keys, { sealedTexts: postgres.sealedTexts, log });
  const httpCallers = createHttpCallers(settings, runtime, postgres, secrets.credentialBox);
  return {
    settings,
    ...runtime,
    instance: { name: settings.instance },
    ...secrets,
    postgres,
    store,
    outbox,
    stuckMessages,
    ...(await createBus(settings, { ...runtime, stuckMessages, pageSpill, onFatal: giveUp })),
    httpCallers,
    modelCaller: new HttpModelCaller(httpCallers),
    mailSender: createMailSender(settings),
    connectors: installedConnectors(),
    auditScope: new AsyncAuditScope(),
    engineSettings: await followSettings(settings, postgres, log),
    access: openAccess(settings.access, runtime),
    directory: new HostedServices(settings.elsewhere ?? {}),
    close: async () => {
      await httpCallers.close();
      await postgres.close();
      await stopTracing();
    },
  };
}

async function bringUp(postgres: Platform['postgres'], log: Platform['log']): Promise<void> {
  await postgres.migrate();
  const held = await postgres.holdRestored();
  if (held > 0)
    log.warn('the database is not where it was: what is written to providers is paused', { held });
}

/** From the first decision on they are as people set them. */
async function followSettings(settings: PlatformSettings, postgres: Postgres, log: Platform['log']) {
  const engineSettings = new FollowEngineSettings(settings, postgres, log);
  await engineSettings.run();
  return engineSettings;
}

type Runtime = Pick<
  Platform,
  'clock' | 'timers' | 'random' | 'ids' | 'digest' | 'hmac' | 'log' | 'meter' | 'tracing'
>;

async function createRuntime(
  settings: PlatformSettings,
): Promise<Runtime & { readonly stopTracing: () => Promise<void> }> {
  const meter = PromMeter.start(settings.process);
  meter.collectProcess();
  const { tracing, ids, stop: stopTracing } = await followTraces(settings);
  return {
    clock: new SystemClock(),
    timers: new NodeTimers(),
    random: new MathRandom(),
    ids: new UuidIds(),
    digest: new Sha256Digest(),
    hmac: new NodeHmac(),
    log: PinoLogger.start(settings.log, settings.process, ids === undefined ? {} : { ids }),
    meter,
    tracing,
    stopTracing,
  };
}

/** Mail goes where calls may. */
function createMailSender({ addresses = 'any', callTimeoutMs = MAIL_TIMEOUT_MS }: PlatformSettings) {
  const guard = new AddressGuard(addresses);
  const timeoutMs = Math.min(callTimeoutMs, MAIL_TIMEOUT_MS);
  return new NodemailerMailSender({ check: (url) => guard.check(url), lookup: guard.lookup, timeoutMs });
}

/** The database, and on `/metrics` what it refused this process. */
function connectTo(
  { databaseUrl: url, databaseFolder: folder, tableBudgetGb }: PlatformSettings,
  { log, meter, tracing }: Runtime,
): Postgres {
  const refusals = meter.counter('database_refusals_total');
  return createPostgres({
    ...{ url, log, folder },
    refused: (code) => refusals.add(1, { code }),
    trace: () => tracing.current(),
    ...(tableBudgetGb === undefined
      ? {}
      : { sessionSettings: { 'evenkeel.table_budget_gb': String(tableBudgetGb) } }),
  });
}

function createHttpCallers(
  settings: PlatformSettings,
  runtime: Runtime,
  postgres: Postgres,
  box: CredentialBox | undefined,
): UndiciHttpCallers {
  const { quotaLedger: ledger, breakerBoard: board, callTally: tally, keptAnswers } = postgres;
  const limits = { ledger, board, tally, keptAnswers };
  // A new holder each time: what an earlier process of this name had under way is not ours.
  const holder = `${settings.instance}/${runtime.ids.next()}`;
  const tokens = box && { vault: postgres.tokenVault, box };
  return new UndiciHttpCallers(
    { ...runtime, holder, ...limits, tokens },
    {
      ...(settings.addresses === undefined ? {} : { addresses: settings.addresses }),
      ...(settings.callTimeoutMs === undefined ? {} : { callTimeoutMs: settings.callTimeoutMs }),
    },
  );
}
