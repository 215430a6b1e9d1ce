import { describeProblem } from '@evenkeel/domain';
import type { ListenedTopicState } from '@evenkeel/ports';
import { isOutage, isTopicMissing, someCause } from '../outage.js';

export class TopicMissing extends Error {
  constructor(topic: string) {
    super(`There is no topic ${topic}`);
    this.name = 'TopicMissing';
  }
}

const REFUSED = new Set([
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
]);

/** How it stands with a topic after the life of its consumer ended for this reason. */
export function stateAfter(reason: unknown): Omit<ListenedTopicState, 'topic'> {
  if (reason instanceof TopicMissing || isTopicMissing(reason))
    return {
      state: 'missing',
      why: 'The broker has no topic of this name, or does not show it to this user',
    };
  if (someCause(reason, ({ type }) => REFUSED.has(String(type))))
    return { state: 'refused', why: `The broker does not let this user read it: ${messageOf(reason)}` };
  if (isOutage(reason)) return { state: 'away', why: messageOf(reason) };
  return { state: 'unreadable', why: messageOf(reason) };
}

function messageOf(reason: unknown): string {
  return describeProblem(reason).message.slice(0, 500);
}
