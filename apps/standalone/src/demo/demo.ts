import { readFileSync } from 'node:fs';
import { AdminClient } from '@evenkeel/client-admin';
import { DEFAULT_ADMIN_URL, type ExecutionView } from '@evenkeel/contracts-admin';
import { DEFAULT_PORTS } from '@evenkeel/hosting';
import type { Standalone } from '../serve/start-standalone.js';
import { runToEnd } from './run-sample.js';
import { ensureSample, SAMPLE_JOB } from './sample.js';
import type { Sandbox } from './sandbox.js';
import { describeReceipt, type Screen } from './screen.js';

/** The last line on standard output of `--once --json`. */
export function receiptLine({ status, receipt, durationMs }: ExecutionView): string {
  const { balanced, fetched, created, updated, skipped, failed, outcomes } = receipt;
  return JSON.stringify({
    status,
    balanced,
    fetched,
    created,
    updated,
    skipped,
    failed,
    durationMs,
    outcomes,
  });
}

/** 0 if the run did all of its work and balances. */
export function exitCodeOf({ status, receipt }: ExecutionView): number {
  return status.startsWith('completed') && receipt.balanced ? 0 : 1;
}

/** Syncs the sandbox provider once, as any program would: through the admin API. */
export async function runDemo(
  { adminUrl, ownerKeyFile }: Standalone,
  sandbox: Sandbox,
  screen: Screen,
  signal: AbortSignal,
): Promise<ExecutionView> {
  const admin = new AdminClient(adminUrl, { actor: 'npm start', ...tokenIn(ownerKeyFile) });
  await ensureSample(admin, sandbox.url);
  const execution = await runToEnd(admin, SAMPLE_JOB, (seen) => screen.progress(seen), signal);
  for (const line of describeReceipt(execution)) screen.line(line);
  return execution;
}

function tokenIn(path: string | undefined): { readonly token?: string } {
  return path === undefined ? {} : { token: readFileSync(path, 'utf8').trim() };
}

const HOOK_PORT = DEFAULT_PORTS['webhook-gateway'];

/** Senders of webhooks keep the address that they were given, and after another start it is another one. */
function isForNow(gatewayUrl: string): boolean {
  return new URL(gatewayUrl).port !== String(HOOK_PORT);
}

/** Where a person can go from here. */
export function whereToLook(
  {
    adminUrl,
    gatewayUrl,
    grpcAddress,
    ownerKeyFile,
    psqlLine,
    psqlWriteLine,
  }: Omit<Standalone, 'log' | 'stop'>,
  sandbox?: Sandbox,
): readonly string[] {
  const cli = adminUrl === DEFAULT_ADMIN_URL ? './evenkeel' : `./evenkeel --url ${adminUrl}`;
  return [
    '',
    '  Where to look next',
    `    Admin API   ${adminUrl}/docs`,
    `    Webhooks    ${gatewayUrl}${isForNow(gatewayUrl) ? `, until it stops: port ${HOOK_PORT} is taken` : ''}`,
    ...(grpcAddress === undefined ? [] : [`    gRPC        ${grpcAddress}`]),
    ...(ownerKeyFile === undefined
      ? []
      : [`    Owner key   in ${ownerKeyFile}: ${cli} login --key-file ${ownerKeyFile}`]),
    ...(sandbox === undefined ? [] : [`    Sandbox     ${sandbox.url}`]),
    `    Tables      ${psqlLine}`,
    ...(psqlWriteLine === undefined ? [] : [`    Edits       ${psqlWriteLine}`]),
    ...(sandbox === undefined
      ? []
      : [`    Again       ${cli} run ${SAMPLE_JOB} --watch`, `    Records     ${cli} records list customer`]),
    `    History     ${cli} executions list`,
    '',
    '  Serving. Ctrl-C stops everything.',
  ];
}
