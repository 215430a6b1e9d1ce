import type { DeleteCeiling } from '../job/job.js';
import type { JsonObject } from '../json.js';
import type { ConfigurationChange, ConfigurationKind } from './configuration-object.js';

/** What is known of a thing beyond what people set of it. */
export interface ConfigurationFacts {
  /** Active records: that a job knows at its provider, or of a record type. Counted up to {@link MOST_COUNTED}. */
  readonly records: number;
  /** Jobs of a connection, or that bring records of a type. */
  readonly jobs: number;
  /** Whether a run of the job goes on. */
  readonly isRunning: boolean;
  /** Why kept credentials will not be sent where the new settings lead; null: they are, or are given. */
  readonly move: string | null;
}

/** More is told as more. */
export const MOST_COUNTED = 1_000_000;

export const NO_FACTS: ConfigurationFacts = { records: 0, jobs: 0, isRunning: false, move: null };

interface Told {
  readonly change: ConfigurationChange;
  readonly facts: ConfigurationFacts;
  /** What the thing says afterwards. */
  readonly spec: JsonObject;
}
type Says = (told: Told) => string | null;

/** What a person should know of a change before it is made, in sentences without their end. */
export function consequencesOf(
  change: ConfigurationChange,
  facts: ConfigurationFacts,
  spec: JsonObject,
): readonly string[] {
  return [...RULES[change.kind], ...OF_ALL].flatMap((says) => says({ change, facts, spec }) ?? []);
}

const OF_ALL: readonly Says[] = [
  ({ change: { action, wasManagedBy, managedBy } }) => {
    if (action === 'remove' || wasManagedBy === managedBy) return null;
    if (managedBy === null)
      return `no longer managed by ${wasManagedBy}: anyone with the rights may change it`;
    const before = wasManagedBy === null ? '' : `, and no longer by ${wasManagedBy}`;
    return `managed by ${managedBy} from now on${before}: other edits are refused unless they are forced`;
  },
];

/** Fields of a job on which depends what is made of a record. */
const MAKING = ['mapping', 'derive', 'links', 'fields', 'filter'];

const RULES: Readonly<Record<ConfigurationKind, readonly Says[]>> = {
  Connection: [
    ({ change, facts }) =>
      touches(change, 'settings') && facts.jobs > 0
        ? `${counted(facts.jobs, 'job')} of it ${facts.jobs === 1 ? 'calls' : 'call'} by the new settings from now on`
        : null,
    ({ change, facts: { move } }) =>
      change.action === 'change' && move !== null
        ? `${move}; it needs attention until they are given again`
        : null,
    ({ change }) =>
      change.action === 'change' && change.secrets.length > 0
        ? `sets ${change.secrets.map(bare).join(', ')} anew`
        : null,
    ({ change, facts }) =>
      change.action === 'remove'
        ? `deletes its credentials and closes its webhook endpoints${facts.jobs === 0 ? '' : `; ${counted(facts.jobs, 'job')} of it ${facts.jobs === 1 ? 'goes' : 'go'} before it`}`
        : null,
  ],
  RecordType: [
    ({ change, facts }) =>
      touches(change, 'schema') && facts.records > 0
        ? `changes the schema: ${counted(facts.records, 'record')} stay as they are until a run reads them again`
        : null,
    ({ change, facts }) =>
      touches(change, 'match') && facts.records > 0
        ? `changes the match rules: the keys of ${counted(facts.records, 'record')} are made anew, and until then nothing new is matched`
        : null,
    ({ change, facts }) =>
      change.action === 'remove' ? `its SQL view goes; ${counted(facts.records, 'record')} of it stay` : null,
  ],
  Job: [
    comparedAgain,
    ({ change, spec }) => {
      if (!touches(change, 'schedule') && change.action !== 'add') return null;
      if (change.action !== 'add')
        return isTimed(spec) ? 'runs begin by the new schedule' : 'no run begins by the schedule any more';
      return isTimed(spec) ? 'runs begin by its schedule' : 'no run begins until it is asked for';
    },
    raisedCeiling,
    ({ change, spec }) =>
      change.action === 'change' && touches(change, 'requiresApproval') && spec['requiresApproval'] === false
        ? 'runs no longer wait for approval'
        : null,
    ({ change, facts }) =>
      change.action === 'change' && facts.isRunning
        ? 'a run is under way: it keeps what it began with, the next one goes by this'
        : null,
    ({ change, facts }) =>
      change.action === 'remove'
        ? `cancels what runs of it; ${counted(facts.records, 'record')} it brought stay, and so does its history`
        : null,
  ],
  Group: [({ change }) => (change.action === 'remove' ? 'its jobs stay' : null)],
  NotificationChannel: [
    ({ change }) =>
      change.action === 'change' && change.secrets.length > 0
        ? `sets ${change.secrets.map(bare).join(', ')} anew`
        : null,
    ({ change }) => (change.action === 'remove' ? 'what it was still to be told is not sent' : null),
  ],
};

function comparedAgain({ change, facts, spec }: Told): string | null {
  const made = MAKING.filter((field) => touches(change, field));
  if (change.action !== 'change' || made.length === 0 || facts.records === 0) return null;
  const by =
    spec['mode'] === 'full'
      ? 'by its next run'
      : 'by its next full run; until then only those that change at the provider are made by it';
  return `changes the ${made.join(', ')}: ${counted(facts.records, 'record')} will be compared again ${by}`;
}

function raisedCeiling({ change, spec }: Told): string | null {
  const raised = change.fields.some(
    ({ path, before, after }) => path.startsWith('deleteCeiling.') && Number(after) > Number(before),
  );
  if (change.action !== 'change' || !raised) return null;
  const { percent, records } = spec['deleteCeiling'] as unknown as DeleteCeiling;
  return `a run may inactivate the larger of ${percent} % and ${records} records without asking`;
}

function isTimed({ schedule }: JsonObject): boolean {
  return schedule !== null && (schedule as JsonObject | undefined)?.['paused'] !== true;
}

function touches({ action, fields }: ConfigurationChange, field: string): boolean {
  return action !== 'remove' && fields.some(({ path }) => path === field || path.startsWith(`${field}.`));
}

function counted(count: number, what: string): string {
  const number = count.toLocaleString('en-US');
  return `${count >= MOST_COUNTED ? `${number} or more` : number} ${what}${count === 1 ? '' : 's'}`;
}

/** Without the part of the document in which it stands. */
function bare(path: string): string {
  return path.replace(/^spec\./, '');
}
