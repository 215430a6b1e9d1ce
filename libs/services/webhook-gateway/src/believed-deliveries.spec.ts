import { createHmac, randomUUID } from 'node:crypto';
import { DEFAULT_WEBHOOK_RULES, type WebhookRules } from '@evenkeel/domain';
import { GatewayWorld, SECRET, sent, signed } from './testing/gateway-world.js';

const world = new GatewayWorld();
const kinds = [{ when: 'deleted', then: 'deleted', stream: null, idPaths: null }] as const;
const DELETION = '{"type":"deleted","data":{"id":"c1"}}';
const CHANGE = '{"type":"changed","data":{"id":"c1","version":7}}';

async function open(rules: Partial<WebhookRules>) {
  const { endpoint, job } = await world.endpoint({ webhook: true }, 'data.id', {
    rules: { ...DEFAULT_WEBHOOK_RULES, kindPath: 'type', kinds, ...rules },
  });
  return {
    send: async (request: ReturnType<typeof sent>) =>
      (await world.acceptDelivery().accept(endpoint.token, request)) as { readonly status: string },
    /** For each run how many deliveries are believed. */
    runs: async () => {
      await world.startDelivered();
      const rows = await world.database.rows<{ ids: readonly string[] | null }>(
        'select delivery_ids as ids from trigger where job_id = $1 order by id',
        [job.id],
      );
      return rows.map(({ ids }) => (ids ?? []).length);
    },
  };
}

/** As GitHub signs: its headers are not signed, so that they can be changed by all who overhear it. */
const asGithub = (body: string) =>
  sent(body, {
    'x-hub-signature-256': `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`,
    'x-github-delivery': randomUUID(),
  });

describe('a delivery that is believed', () => {
  it('is named to its run, and one that is a hint is not', async () => {
    const { send, runs } = await open({ trustDeletes: true });
    await send(signed('d1', DELETION));
    await send(signed('d2', CHANGE));
    expect(await runs()).toEqual([1]);
    const bodies = await open({ useBody: true });
    await bodies.send(signed('d1', DELETION));
    await bodies.send(signed('d2', CHANGE));
    expect(await bodies.runs()).toEqual([1]);
  });

  it('is known for ever by its body, where the name that it has is not signed', async () => {
    const { send, runs } = await open({ scheme: 'github', useBody: true, trustDeletes: true });
    await expect(send(asGithub(CHANGE))).resolves.toEqual({ status: 'accepted' });
    expect(await runs()).toEqual([1]);
    await expect(send(asGithub(CHANGE))).resolves.toEqual({ status: 'known' });
    await expect(send(asGithub(DELETION))).resolves.toEqual({ status: 'accepted' });
    expect(await runs()).toEqual([1, 1]);
    await expect(send(asGithub(DELETION))).resolves.toEqual({ status: 'known' });
    expect(await runs()).toEqual([1, 1]);
  });

  it('as a deletion, and comes again, is a hint: it may be another one, or come from others', async () => {
    const { send, runs } = await open({ scheme: 'github', trustDeletes: true });
    await send(asGithub(DELETION));
    await expect(send(asGithub(DELETION))).resolves.toEqual({ status: 'known' });
    expect(await runs()).toEqual([1]);
    await expect(send(asGithub(DELETION))).resolves.toEqual({ status: 'accepted' });
    expect(await runs()).toEqual([1, 0]);
  });

  it('with a name that is signed is known by that', async () => {
    const { send, runs } = await open({ useBody: true });
    await send(signed('d1', CHANGE));
    await expect(send(signed('d1', CHANGE))).resolves.toEqual({ status: 'known' });
    await expect(send(signed('d2', CHANGE))).resolves.toEqual({ status: 'accepted' });
    expect(await runs()).toEqual([2]);
  });
});
