import { EVENKEEL_VERSION, type ConcernView, type StatusView } from '@evenkeel/contracts-admin';
import type { Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { SOON } from '../api/admin-api.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { CliFailure } from '../failure.js';
import { tablesText } from '../show/engine.js';
import { concernLabel, concernText, nextCommand } from '../show/concern.js';

export interface Finding {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  /** Null where nothing need be done. */
  readonly remedy: string | null;
}

/** Doctor is the command that they lead to. */
const TOLD_BY_STATUS: readonly ConcernView['kind'][] = ['database_away'];

const OLDEST_NODE = '22.19.0';

export function addDoctorCommand(program: Command, surroundings: CliSurroundings): void {
  program
    .command('doctor')
    .description('See whether everything is in place, what asks for you, and what to do about it')
    .action(action(surroundings, (context: CommandContext) => examine(context)));
}

async function examine(context: CommandContext): Promise<ExitCode> {
  const findings = [nodeFinding(process.versions.node), ...(await installationFindings(context))];
  const ok = findings.every((finding) => finding.ok);
  show(context, { ok, findings }, () => [
    ...findings.flatMap(({ name, ok: fine, detail, remedy }) => [
      `${fine ? 'ok  ' : 'FAIL'}  ${name.padEnd(16)}  ${detail}`,
      ...(remedy === null ? [] : [`      remedy: ${remedy}`]),
    ]),
    ok ? 'All is well.' : 'Not all is well, see above.',
  ]);
  return ok ? EXIT.ok : EXIT.failed;
}

export function nodeFinding(version: string): Finding {
  const ok = version.localeCompare(OLDEST_NODE, 'en', { numeric: true }) >= 0;
  return {
    name: 'node',
    ok,
    detail: version,
    remedy: ok ? null : `Use Node ${OLDEST_NODE} or newer; \`npm ci\` in the clone brings one along.`,
  };
}

async function installationFindings({ api }: CommandContext): Promise<readonly Finding[]> {
  try {
    const [status, concerns] = await Promise.all([
      api.call('showStatus', {}, SOON),
      api.call('listConcerns', {}, SOON),
    ]);
    const findings = [
      { name: 'admin API', ok: true, detail: api.url, remedy: null },
      ...statusFindings(status),
      ...(await tableFindings(api)),
    ];
    return [
      ...findings,
      ...concernFindings(concerns.items.filter(({ kind }) => !TOLD_BY_STATUS.includes(kind))),
    ];
  } catch (error) {
    if (!(error instanceof CliFailure)) throw error;
    return [{ name: 'admin API', ok: false, detail: error.message, remedy: error.remedy }];
  }
}

/** How large what is, for callers who may see the whole installation; what is too large is a concern. */
async function tableFindings(api: CommandContext['api']): Promise<readonly Finding[]> {
  try {
    const engine = await api.call('showEngine', {});
    return [{ name: 'largest tables', ok: true, detail: tablesText(engine), remedy: null }];
  } catch (error) {
    if (!(error instanceof CliFailure)) throw error;
    return [];
  }
}

/** What asks for a person: with it all is not well, however much is in place. */
export function concernFindings(concerns: readonly ConcernView[]): readonly Finding[] {
  return concerns.map((concern) => ({
    name: concernLabel(concern),
    ok: false,
    detail: concernText(concern),
    remedy: `\`${nextCommand(concern)}\``,
  }));
}

export function statusFindings({ version, database, services }: StatusView): readonly Finding[] {
  const same = version === EVENKEEL_VERSION;
  return [
    {
      name: 'version',
      ok: same,
      detail: same ? version : `the services are ${version}, this command line is ${EVENKEEL_VERSION}`,
      remedy: same ? null : 'Build and start both from the same commit.',
    },
    {
      name: 'database',
      ok: database.reachable,
      detail: database.reachable
        ? `answers in ${database.latencyMs} ms`
        : (database.problem ?? 'does not answer'),
      remedy: database.reachable
        ? null
        : 'Check that Postgres is up, and DATABASE_URL if it is not the embedded one.',
    },
    ...services.map(({ name, ready, detail }) => ({
      name,
      ok: ready,
      detail: detail ?? (ready ? 'ready' : 'not ready'),
      remedy: ready ? null : `Look at the log of ${name}; its /readyz says what it waits for.`,
    })),
  ];
}
