import { EVENKEEL_VERSION } from '@evenkeel/contracts-admin';
import { Command } from 'commander';
import type { CliSurroundings } from './command-context.js';
import { addInactivationApprovalCommands } from './commands/approvals.js';
import { addConfigurationCommands } from './commands/configuration.js';
import { addConflictCommands } from './commands/conflicts.js';
import { addConnectionCommands } from './commands/connections.js';
import { addConnectorCommands } from './commands/connectors.js';
import { addControlCommands } from './commands/controls.js';
import { addDoctorCommand } from './commands/doctor.js';
import { addEngineCommands } from './commands/engine.js';
import { addEventCommands } from './commands/events.js';
import { addExecutionCommands } from './commands/executions.js';
import { addFailureCommands } from './commands/failures.js';
import { addGroupCommands } from './commands/groups.js';
import { addJobCommands } from './commands/jobs.js';
import { addParkedCommands } from './commands/parked.js';
import { addDedupeCommand } from './commands/dedupe.js';
import { addAuditLogCommand } from './commands/audit-log.js';
import { addCompletionCommand } from './commands/completion.js';
import { addLoginCommands } from './commands/login.js';
import { addMatchCommands } from './commands/matches.js';
import { addModelCommands } from './commands/models.js';
import { addNotificationCommands } from './commands/notifications.js';
import { addPairCommands } from './commands/pairs.js';
import { addPushCommands } from './commands/pushes.js';
import { addKeyCommands } from './commands/keys.js';
import { addQuarantineCommands } from './commands/quarantine.js';
import { addPlanCommands } from './commands/plan.js';
import { addPreviewCommand } from './commands/preview.js';
import { addRecordTypeCommands } from './commands/record-types.js';
import { addStreamCommands } from './commands/streams.js';
import { addRecordCommands } from './commands/records.js';
import { addRunCommand } from './commands/run.js';
import { addStatusCommand } from './commands/status.js';
import { addTenantCommands } from './commands/tenants.js';
import { addTriggerCommands } from './commands/triggers.js';
import { addUpCommand } from './commands/up.js';
import { addWatermarkCommands } from './commands/watermark.js';
import { addWebhookCommands } from './commands/webhooks.js';

const EXIT_CODES = `
Exit codes: 0 done, a run completed and balances; 1 not done, or a run ended otherwise (also completed with errors);
2 the command line or what it was given is not valid; 130 Ctrl-C while watching (the run goes on).`;

/** Every command there is, in the order in which help shows them. */
const COMMANDS: readonly ((program: Command, surroundings: CliSurroundings) => void)[] = [
  addUpCommand,
  addLoginCommands,
  addStatusCommand,
  addDoctorCommand,
  addConnectionCommands,
  addConnectorCommands,
  addJobCommands,
  addGroupCommands,
  addWebhookCommands,
  addTriggerCommands,
  addRunCommand,
  addPreviewCommand,
  addPlanCommands,
  addExecutionCommands,
  addEventCommands,
  addControlCommands,
  addEngineCommands,
  addStreamCommands,
  addRecordTypeCommands,
  addRecordCommands,
  addDedupeCommand,
  addMatchCommands,
  addModelCommands,
  addNotificationCommands,
  addInactivationApprovalCommands,
  addConflictCommands,
  addPairCommands,
  addPushCommands,
  addQuarantineCommands,
  addConfigurationCommands,
  addKeyCommands,
  addAuditLogCommand,
  addTenantCommands,
  addFailureCommands,
  addParkedCommands,
  addWatermarkCommands,
  addCompletionCommand,
];

export function buildProgram(surroundings: CliSurroundings): Command {
  const program = new Command('evenkeel')
    .description("Keeps records in your Postgres in step with other people's APIs; every run balances.")
    .version(EVENKEEL_VERSION)
    .helpOption('-h, --help', 'show what there is')
    .option(
      '--url <url>',
      'where the admin API is (default: EVENKEEL_URL, else the context in use, else http://127.0.0.1:4180)',
    )
    .option('--context <name>', 'one of the addresses that you have logged in to')
    .option('--json', 'results for machines: one JSON document on stdout')
    .addHelpText('after', EXIT_CODES);
  for (const add of COMMANDS) add(program, surroundings);
  return program;
}
