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

/**
 * How a run of a group stands, and what it needs next. A job has its turn when all those of the group that it depends on
 * have succeeded in this run. One that failed holds back those behind it until it is resumed and succeeds.
 */
export function decideGroupRun(members: readonly GroupMember[]): GroupProgress {
  const byId = new Map(members.map((member) => [member.jobId, member]));
  const states = new Map<JobId, MemberState>();
  const stateOf = (member: GroupMember): MemberState => {
    const known = states.get(member.jobId);
    if (known !== undefined) return known;
    // Jobs that came to depend on each other hold each other back.
    states.set(member.jobId, 'held_back');
    const needed = member.dependsOn.map((id) => byId.get(id)).filter((other) => other !== undefined);
    const state = standing(member, needed.map(stateOf));
    states.set(member.jobId, state);
    return state;
  };
  for (const member of members) stateOf(member);
  const isReady = ({ jobId, triggerId, dependsOn }: GroupMember) =>
    triggerId === null &&
    states.get(jobId) === 'waiting' &&
    dependsOn.every((id) => !byId.has(id) || isGood(states.get(id)));
  const start = members.filter(isReady).map(({ jobId }) => jobId);
  return { status: aggregate([...states.values()]), start, states };
}

function standing(member: GroupMember, needed: readonly MemberState[]): MemberState {
  if (member.status !== null) return member.status;
  if (member.triggerId !== null) return 'requested';
  return needed.some((state) => isOver(state) && !isGood(state)) ? 'held_back' : 'waiting';
}

function aggregate(states: readonly MemberState[]): GroupStatus {
  if (!states.every(isOver)) return 'running';
  if (states.every((state) => state === 'completed')) return 'completed';
  return states.some(isGood) ? 'completed_with_errors' : 'failed';
}

function isGood(state: MemberState | undefined): boolean {
  return state !== undefined && isStatus(state) && hasSucceeded(state);
}

/** Nothing more happens to it by itself. */
function isOver(state: MemberState): boolean {
  return state === 'held_back' || (isStatus(state) && hasEnded(state));
}

function isStatus(state: MemberState): state is ExecutionStatus {
  return state !== 'waiting' && state !== 'requested' && state !== 'held_back';
}
