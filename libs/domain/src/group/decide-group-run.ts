import type { JobId } from '../ids.js';
import { hasEnded, hasSucceeded, type ExecutionStatus } from '../execution/status.js';
import type { GroupMember } from './sync-group.js';

export const GROUP_STATUSES = ['running', 'completed', 'completed_with_errors', 'failed'] as const;
export type GroupStatus = (typeof GROUP_STATUSES)[number];

/** Where a job stands in a run of its group. `held_back`: a job that it depends on did not come to a good end. */
export type MemberState = ExecutionStatus | 'waiting' | 'requested' | 'held_back';

export interface GroupProgress {
  readonly status: GroupStatus;
  /** Whose turn it is. */
  readonly start: readonly JobId[];
  readonly states: ReadonlyMap<JobId, MemberState>;
}

/** What the state of a job means for those behind it. */
interface Standing {
  readonly state: MemberState;
  /** Null while more happens to it by itself. */
  readonly end: 'good' | 'bad' | null;
  readonly isReady: boolean;
}

const HELD_BACK: Standing = { state: 'held_back', end: 'bad', isReady: false };

/**
 * How a run of a group stands, and what it needs next. A job has its turn when all those of the group that it depends on
 * have succeeded in this run. One that failed holds back those behind it until it is resumed and succeeds.
 */
export function decideGroupRun(members: readonly GroupMember[]): GroupProgress {
  const byId = new Map(members.map((member) => [member.jobId, member]));
  const standings = new Map<JobId, Standing>();
  const standingOf = (member: GroupMember): Standing => {
    const known = standings.get(member.jobId);
    if (known !== undefined) return known;
    // Jobs that came to depend on each other hold each other back.
    standings.set(member.jobId, HELD_BACK);
    const standing =
      begun(member) ?? behind(member.dependsOn.flatMap((id) => byId.get(id) ?? []).map(standingOf));
    standings.set(member.jobId, standing);
    return standing;
  };
  const start = members.filter((member) => standingOf(member).isReady).map(({ jobId }) => jobId);
  const states = new Map([...standings].map(([jobId, { state }]) => [jobId, state]));
  return { status: aggregate([...standings.values()]), start, states };
}

function begun({ status, triggerId }: GroupMember): Standing | undefined {
  if (status !== null) return { state: status, end: endOf(status), isReady: false };
  return triggerId === null ? undefined : { state: 'requested', end: null, isReady: false };
}

function endOf(status: ExecutionStatus): Standing['end'] {
  if (!hasEnded(status)) return null;
  return hasSucceeded(status) ? 'good' : 'bad';
}

function behind(needed: readonly Standing[]): Standing {
  if (needed.some(({ end }) => end === 'bad')) return HELD_BACK;
  return { state: 'waiting', end: null, isReady: needed.every(({ end }) => end === 'good') };
}

function aggregate(standings: readonly Standing[]): GroupStatus {
  if (standings.some(({ end }) => end === null)) return 'running';
  if (standings.every(({ state }) => state === 'completed')) return 'completed';
  return standings.some(({ end }) => end === 'good') ? 'completed_with_errors' : 'failed';
}
