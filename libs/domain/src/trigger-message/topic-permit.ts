import type { TenantId } from '../ids.js';

/** Which topics of other systems a tenant may listen to. */
export interface TopicPermit {
  /** A name, or with `*` at its end all that begin so. */
  readonly pattern: string;
  readonly tenantId: TenantId;
}

const NAME = /^[\w.-]{1,249}$/;
/** Of this installation or of another one: messages between its services hold records of all tenants. */
const OF_ENGINE = /(?:^|[._-])evenkeel\.[a-z-]+\.v\d+$/;

export function isTopicName(text: string): boolean {
  return NAME.test(text) && text !== '.' && text !== '..';
}

export function mayListen(topic: string, tenantId: TenantId, permits: readonly TopicPermit[]): boolean {
  return (
    !OF_ENGINE.test(topic) &&
    permits.some((permit) => permit.tenantId === tenantId && fits(topic, permit.pattern))
  );
}

function fits(topic: string, pattern: string): boolean {
  return pattern.endsWith('*') ? topic.startsWith(pattern.slice(0, -1)) : topic === pattern;
}
