import { channelsFor } from './channels-for.js';
import type { ChannelSubscription } from './notification-channel.js';

const news = {
  kind: 'failed' as const,
  about: { jobId: 'j', job: 'orders', connectionId: 'c', connection: 'shop' },
};
const told = (...subscriptions: ChannelSubscription[]) => channelsFor(news, [{ subscriptions }]).length;

it.each<[string, number, ChannelSubscription]>([
  ['of all jobs', 1, { kinds: ['failed'], about: null }],
  ['of its job', 1, { kinds: ['failed'], about: { jobId: 'j' } }],
  ['of its connection', 1, { kinds: ['failed'], about: { connectionId: 'c' } }],
  ['of another job', 0, { kinds: ['failed'], about: { jobId: 'k' } }],
  ['of another connection', 0, { kinds: ['failed'], about: { connectionId: 'd' } }],
  ['of other kinds', 0, { kinds: ['completed'], about: null }],
])('a channel that asks for what happens %s', (_of, count, subscription) => {
  expect(told(subscription)).toBe(count);
});

it('a channel is told once, however many of its subscriptions ask for it', () => {
  expect(told({ kinds: ['failed'], about: null }, { kinds: ['failed'], about: { jobId: 'j' } })).toBe(1);
  expect(told()).toBe(0);
});
