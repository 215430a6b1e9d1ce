import { expect, given, refusal, type Api } from './client.mjs';

const OPS = { params: { path: { channel: 'ops' } } };

/** What `evenkeel notifications` does. */
export async function tellPeople(api: Api): Promise<void> {
  const webhook = { url: 'http://127.0.0.1:9/hooks/an-address-that-is-never-shown' };
  const added = await given(api.POST('/api/v1/notification-channels', { body: { name: 'ops', webhook } }));
  expect(added.secret?.startsWith('whsec_') === true, 'its signing secret is made, and shown this once');
  const shown = await given(api.GET('/api/v1/notification-channels/{channel}', OPS));
  expect(!JSON.stringify(shown).includes('never-shown'), 'its address is not shown');
  const body = { digestMinutes: 60 };
  const changed = await given(api.PATCH('/api/v1/notification-channels/{channel}', { ...OPS, body }));
  expect(changed.digestMinutes === 60 && changed.revision === 2, 'it is changed');
  const { items } = await given(api.GET('/api/v1/notification-channels'));
  expect(items.length === 1, 'it is listed');
  const test = await given(api.POST('/api/v1/notification-channels/{channel}/test', OPS));
  const path = { notification: test.id };
  const seen = await given(api.GET('/api/v1/notifications/{notification}', { params: { path } }));
  expect(seen.kind === 'test' && seen.state === 'waiting', 'no server takes the test');
  const told = await given(api.GET('/api/v1/notifications', { params: { query: { channel: 'ops' } } }));
  expect(told.items.length === 1, 'what it was told is listed');
  const removed = await given(api.DELETE('/api/v1/notification-channels/{channel}', OPS));
  expect(removed.name === 'ops', 'it is forgotten');
  expect(
    (await refusal(api.GET('/api/v1/notification-channels/{channel}', OPS))).status === 404,
    'it is gone',
  );
}
