import { decideGroupRun, hasEnded } from '@evenkeel/domain';
import { EVENTS, THINGS, type ScriptedProvider } from '../workload/provider/scripted-provider.js';
import { tellsGone } from '../workload/provider/record-answers.js';
import { findParkedAmiss } from './joined.js';
import { firstOf } from './pages.js';
import type { Snapshot } from './snapshot.js';

/** Streams whose jobs are there to the end. */
const COMPARED = [THINGS, EVENTS];

/** Once everything is quiet: rows hold what the source has, every trigger was answered, nothing waits to be published. */
export function findFinalViolation(now: Snapshot, provider: ScriptedProvider): string | undefined {
  return (
    findDifference(now, provider) ?? findParkedAmiss(now) ?? findUnanswered(now) ?? findForgottenSlot(now)
  );
}

/** What of the engine's own is still to be done, in words; undefined: nothing. */
export function findUnrest(snapshot: Snapshot): string | undefined {
  const { executions, triggers, controls, removals, unpublished, groupMembers, waiting, deliveries } =
    snapshot;
  const going = executions.find(({ status, isWaiting }) => !hasEnded(status) && !isWaiting);
  const accepted = triggers.filter(({ state }) => state === 'accepted').length;
  const left = waiting.find(({ hasCome, isReleased }) => hasCome && !isReleased);
  if (left !== undefined) return `${left.id} is parked, and ${left.waitsFor} is here`;
  if (unpublished > 0) return `${unpublished} messages are unpublished`;
  if (controls.engine !== 'running') return `the engine is ${controls.engine}`;
  if (controls.connection !== 'running') return `the connection is ${controls.connection}`;
  if (removals.some(({ settled }) => !settled)) return 'a removed job is not cleared';
  if (groupGoesOn(groupMembers, executions)) return 'a run of the group goes on';
  if (deliveries.some(({ state }) => state === 'waiting')) return 'deliveries wait';
  if (accepted > 0) return `${accepted} triggers are accepted and not answered`;
  return going && `a run of ${going.job} is ${going.status}`;
}

/** One of whose jobs waits for a completed run of another waits with it: that needs a person, or the next run. */
function groupGoesOn(members: Snapshot['groupMembers'], executions: Snapshot['executions']): boolean {
  const { status, start } = decideGroupRun(members);
  const waiting = new Set(executions.flatMap(({ id, isWaiting }) => (isWaiting ? [id] : [])));
  const waits = members.some(({ executionId }) => executionId !== null && waiting.has(executionId));
  return status === 'running' && (start.length > 0 || !waits);
}

/**
 * Jobs whose runs cannot end well until a person does something: what failed of a record is still to be read again, the record is gone,
 * and who asks for it is answered in a way of which the stream does not say what it means. So they fail, and say why.
 */
export function stuckJobs(
  { failing, executions }: Pick<Snapshot, 'failing' | 'executions'>,
  provider: ScriptedProvider,
): ReadonlySet<string> {
  const stuck = COMPARED.filter((name) => {
    const stream = provider.stream(name);
    return !tellsGone(stream.options.answers) && failing.some((id) => stream.item(id)?.seen.gone);
  });
  const waiting = executions.flatMap(({ job, isWaiting }) => (isWaiting ? [job] : []));
  return new Set(stuck.length === 0 ? [] : [...stuck, ...waiting]);
}

function findDifference(now: Snapshot, provider: ScriptedProvider): string | undefined {
  const { references } = now;
  const stuck = stuckJobs(now, provider);
  const parked = new Set(now.waiting.flatMap(({ id, hasCome }) => (hasCome ? [] : [id])));
  return firstOf(COMPARED, (name) => {
    if (stuck.has(name)) return undefined;
    const stream = provider.stream(name);
    const stored = new Map(
      references.flatMap((reference) => (reference.stream === name ? [[reference.id, reference]] : [])),
    );
    return firstOf([...stream.rows()], ([id, row]) => {
      const has = stored.get(id);
      if (has === undefined && parked.has(id)) return undefined;
      if (has === undefined) return `${id} is at the source, and not in the store`;
      if (has.inactive) return `${id} is inactive although it is at the source`;
      if (has.data?.twin) return `${id} holds what another record with its id says`;
      return has.data?.version === row['version']
        ? undefined
        : `${id} is at version ${JSON.stringify(row['version'])} at the source, at ${has.data?.version} in the store`;
    });
  });
}

/** Streams of which something is active that the source no longer has. */
export function streamsWithGone(now: Snapshot, provider: ScriptedProvider): readonly string[] {
  const { references } = now;
  const stuck = stuckJobs(now, provider);
  return COMPARED.filter((name) => {
    if (stuck.has(name)) return false;
    const stream = provider.stream(name);
    const rows = stream.rows();
    // What no listing of it can show a run says itself.
    if (!stream.canProve) return false;
    return references.some(({ id, stream, inactive }) => stream === name && !inactive && !rows.has(id));
  });
}

function findUnanswered({ triggers, unpublished }: Snapshot): string | undefined {
  const open = triggers.filter(({ state }) => state === 'accepted').length;
  if (open > 0) return `${open} triggers were never answered`;
  return unpublished === 0 ? undefined : `${unpublished} messages were never published`;
}

/** Slots of an interval follow each other at one distance. */
function findForgottenSlot({ slots }: Snapshot): string | undefined {
  const jobs = new Set(slots.map(({ job }) => job));
  return firstOf([...jobs], (job) => {
    const times = slots.filter((slot) => slot.job === job).map(({ dueAt }) => Date.parse(dueAt));
    const distances = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    return new Set(distances).size > 1 ? `slots of ${job} were passed over` : undefined;
  });
}
