import { UndiciHttpCallers } from '@evenkeel/adapter-http';
import {
  MathRandom,
  NodeHmac,
  NodeTimers,
  Sha256Digest,
  SystemClock,
  UuidIds,
} from '@evenkeel/adapter-node-runtime';
import { createPostgres } from '@evenkeel/adapter-postgres';
import { AesCredentialBox, AesWebhookSecretBox, credentialKey, webhookKey } from '@evenkeel/adapter-secrets';
import { PinoLogger, PromMeter } from '@evenkeel/adapter-telemetry';
import { HostedServices } from '../directory/hosted-services.js';
import { installedConnectors } from './installed-connectors.js';
import type { Platform } from './platform.js';
import type { PlatformSettings } from './platform-settings.js';
import { createBus } from './create-bus.js';

/**
 * Makes the adapters of a process and brings the database's schema up to date. `onFatal` is called when the bus cannot
 * go on. Rejects with `system.database` or `system.broker` when one of them cannot be reached.
 */
export async function createPlatform(
  settings: PlatformSettings,
  onFatal: (reason: unknown) => void,
): Promise<Platform> {
  const clock = new SystemClock();
  const timers = new NodeTimers();
  const random = new MathRandom();
  const log = PinoLogger.start(settings.log, settings.process);
  const meter = PromMeter.start(settings.process);
  meter.collectProcess();
  const postgres = createPostgres({ url: settings.databaseUrl, log });
  await postgres.migrate();
  const giveUp = (error: unknown) => {
    log.error('the message bus cannot go on', { error });
    onFatal(error);
  };
  const ids = new UuidIds();
  const { quotaLedger: ledger, breakerBoard: board, callTally: tally, keptAnswers } = postgres;
  const limits = { ledger, board, tally, keptAnswers };
  // A new holder each time: what an earlier process of this name had under way is not ours.
  const holder = `${settings.instance}/${ids.next()}`;
  const { master, webhook } = settings.keys;
  const credentialBox = master === undefined ? undefined : new AesCredentialBox(credentialKey(master));
  const tokens = credentialBox && { vault: postgres.tokenVault, box: credentialBox };
  const httpCallers = new UndiciHttpCallers(
    { clock, timers, random, meter, log, holder, ...limits, tokens },
    settings.addresses === undefined ? {} : { addresses: settings.addresses },
  );
  return {
    settings,
    clock,
    timers,
    random,
    log,
    meter,
    ids,
    digest: new Sha256Digest(),
    hmac: new NodeHmac(),
    instance: { name: settings.instance },
    credentialBox,
    webhookSecretBox: webhook === undefined ? undefined : new AesWebhookSecretBox(webhookKey(webhook)),
    postgres,
    store: postgres.store,
    outbox: postgres.outbox,
    stuckMessages: postgres.stuckMessages,
    ...(await createBus(settings, {
      timers,
      log,
      meter,
      stuckMessages: postgres.stuckMessages,
      onFatal: giveUp,
    })),
    httpCallers,
    connectors: installedConnectors(),
    directory: new HostedServices(settings.elsewhere ?? {}),
    close: async () => {
      await httpCallers.close();
      await postgres.close();
    },
  };
}
