import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { raw } from 'express';
import { agent } from 'supertest';
import { providerOf } from '@evenkeel/ports';
import { prepareGateway, webhookGatewayService } from './index.js';
import { GatewayWorld, signed } from './testing/gateway-world.js';

const world = new GatewayWorld();
let app: INestApplication;

beforeAll(async () => {
  const module = await Test.createTestingModule({
    controllers: [...webhookGatewayService.endpoints],
    providers: [...world.providers, ...webhookGatewayService.parts.map(providerOf)],
  }).compile();
  // As whoever hosts a service whose bodies are bytes.
  app = module.createNestApplication({ logger: false, bodyParser: false });
  app.use(raw({ type: () => true, limit: '100kb' }));
  prepareGateway(app);
  await app.init();
});
afterAll(() => app.close());

const BODY = '{ "data": {"id": "cus_1"},  "spaces": "count" }';

function deliver(token: string, { headers, bytes } = signed('d1', BODY), contentType = 'application/json') {
  return agent(app.getHttpServer())
    .post(`/hooks/${token}`)
    .set('content-type', contentType)
    .set(headers as Record<string, string>)
    .send(Buffer.from(bytes).toString());
}

describe('POST /hooks/:token', () => {
  it('answers 202 once the delivery is stored, and again for the same one', async () => {
    const { job, endpoint } = await world.endpoint();
    const first = await deliver(endpoint.token);
    expect([first.status, first.body]).toEqual([202, { status: 'accepted' }]);
    // The signature is over the bytes as they came, and so is what is kept.
    expect(await world.deliveries(endpoint)).toMatchObject([{ body: BODY }]);
    const second = await deliver(endpoint.token);
    expect([second.status, second.body]).toEqual([202, { status: 'known' }]);
    await world.startDelivered();
    expect(await world.triggers(job)).toHaveLength(1);
  });

  it('verifies the bytes of whatever type the body says it is', async () => {
    const { endpoint } = await world.endpoint();
    const types = ['text/plain', 'application/vnd.provider+json', 'application/json; charset=utf-8'];
    for (const [index, type] of types.entries()) {
      const answer = await deliver(endpoint.token, signed(`typed-${index}`, BODY), type);
      expect([type, answer.status]).toEqual([type, 202]);
    }
  });

  it('answers 401 to a bad signature and to a delivery without one, with the remedy', async () => {
    const { endpoint } = await world.endpoint();
    const forged = await deliver(endpoint.token, signed('d1', BODY, { secret: 'a guess' }));
    const bare = await agent(app.getHttpServer())
      .post(`/hooks/${endpoint.token}`)
      .send({ data: { id: 'a' } });
    for (const answer of [forged, bare]) {
      expect(answer.status).toBe(401);
      expect(answer.type).toBe('application/problem+json');
      expect(JSON.parse(answer.text)).toMatchObject({
        code: 'request.bad_signature',
        remedy: expect.stringContaining('same secret') as string,
      });
    }
    expect(await world.deliveries(endpoint)).toEqual([]);
  });

  it('answers 404 to an address that nobody made, whatever it holds', async () => {
    for (const token of ['unknown', '%00', 'a%2Fb', 'x'.repeat(2000)]) {
      const answer = await deliver(token);
      expect(answer.status).toBe(404);
    }
    expect(world.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('answers 400 to a body that names no record', async () => {
    const { endpoint } = await world.endpoint();
    const answer = await deliver(endpoint.token, signed('d1', '{"data":{"name":"Ada"}}'));
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('data.id');
  });

  it('answers 400 to a body that is not JSON', async () => {
    const { endpoint } = await world.endpoint();
    expect((await deliver(endpoint.token, signed('d1', '{"data":'))).status).toBe(400);
  });

  it.each([
    [
      'a GET of an address',
      () => agent(app.getHttpServer()).get('/hooks/unknown'),
      405,
      'request.wrong_method',
    ],
    ['an address that is no hook', () => agent(app.getHttpServer()).post('/hook'), 404, 'request.not_found'],
    [
      'an address below a hook',
      () => agent(app.getHttpServer()).post('/hooks/a/b'),
      404,
      'request.not_found',
    ],
    [
      'a body that is too large',
      () =>
        agent(app.getHttpServer())
          .post('/hooks/unknown')
          .send({ a: 'x'.repeat(200_000) }),
      413,
      'request.too_large',
    ],
    ['half an escape', () => agent(app.getHttpServer()).post('/hooks/%zz'), 400, 'request.invalid'],
  ])('answers %s with a problem that does not repeat the address', async (_what, ask, status, code) => {
    const answer = await ask();
    expect([answer.status, answer.type]).toEqual([status, 'application/problem+json']);
    expect(JSON.parse(answer.text)).toMatchObject({ status, code, errorClass: expect.any(String) as string });
    expect(answer.text).not.toContain('unknown');
    expect(answer.headers['allow']).toBe(status === 405 ? 'POST' : undefined);
  });

  it('tells a sender whose body is too large what is taken, and the setting that says so', async () => {
    const sent = agent(app.getHttpServer()).post('/hooks/unknown');
    expect((await sent.send({ a: 'x'.repeat(200_000) })).body).toMatchObject({
      detail: expect.stringMatching(/ have 102400 bytes at most: WEBHOOK_BODY_LIMIT_MB /) as string,
      remedy: expect.stringContaining('WEBHOOK_BODY_LIMIT_MB') as string,
    });
  });
});
