import { SENDER, type SimulatedTopic } from '../workload/topic/simulated-topic.js';
import type { Invariant, TwoMoments } from './invariant.js';
import { firstOf } from './pages.js';
import type { SeenTrigger, Snapshot } from './snapshot.js';

/** After this messages are forgotten. */
const KEPT_MS = 7 * 86_400_000;

/** What holds for what other systems ask for. */
export const MESSAGE_INVARIANTS: readonly Invariant<TwoMoments>[] = [
  {
    says: 'What a message asks for is asked for once, however often it is read, and by whom.',
    isTested: ({ before, now }) => now.messages.length > before.messages.length,
    find: ({ now }) => {
      const asked = now.triggers.filter(({ actor }) => actor.startsWith(`event ${SENDER} `));
      const twice = asked.find((trigger) => asked.some((other) => isSame(trigger, other)));
      return twice && `${twice.actor} was asked for twice`;
    },
  },
];

/** A name that was forgotten in between is a new one. */
function isSame(one: SeenTrigger, other: SeenTrigger): boolean {
  const apartMs = Date.parse(one.acceptedAt) - Date.parse(other.acceptedAt);
  return one.id !== other.id && one.actor === other.actor && Math.abs(apartMs) < KEPT_MS;
}

/** Once everything is quiet: each message was taken, or rejected where it can be seen. */
export function findUntaken(now: Snapshot, { written, isRead }: SimulatedTopic): string | undefined {
  if (!isRead) return 'not all messages of the topic were read';
  const taken = new Set(now.messages.map(({ id }) => id));
  const [first] = now.messages.filter(({ state }) => !['accepted', 'ignored', 'rejected'].includes(state));
  if (first !== undefined) return `${first.id} is ${first.state}, and nothing became of it`;
  return firstOf(written, ({ id, at }) =>
    taken.has(id) || Date.parse(now.at) - at.getTime() >= KEPT_MS
      ? undefined
      : `${id} was read, and not taken`,
  );
}
