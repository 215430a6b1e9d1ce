import type { JsonObject, WriteKind, WriteOperation } from '@evenkeel/domain';
import type { ConnectorStream, StreamWrites } from '@evenkeel/ports';
import { startProvingServer } from './testing/proving-server.js';
import { exampleSettings } from './testing/providers/example-settings.js';
import type { StandIn } from './testing/providers/stand-in.js';
import { standIns } from './testing/providers/stand-ins.js';

const server = startProvingServer();
let stream: ConnectorStream;
let provider: StandIn;

async function open(file: string, name: string): Promise<StreamWrites> {
  provider = standIns[file]!();
  server.answer = (proof) => provider.answer(proof);
  stream = await server.open(exampleSettings(file, server.baseUrl()), provider.credentials).stream(name);
  return stream.writes!;
}

/** The next call is carried out, and answered with an error. */
function loseAnswer(): void {
  server.answer = (proof) => {
    server.answer = (next) => provider.answer(next);
    provider.answer(proof);
    return { status: 502, body: '<html>bad gateway</html>', headers: { 'content-type': 'text/html' } };
  };
}

const write = (kind: WriteKind, externalId: string | null, data: JsonObject, intentId = 'i-1') => ({
  key: `key of ${intentId}`,
  operations: [
    { ...{ intentId, kind, externalId, data }, version: null },
  ] satisfies readonly WriteOperation[],
});

describe('issues of GitHub', () => {
  it('are created and changed, and told with their id of two parts', async () => {
    const writes = await open('github.json', 'issues');
    const issue = { repositoryId: '1003', title: 'It breaks {id} & "so"', body: 'Ünal', labels: ['bug'] };
    const [created] = await writes.write(write('create', null, issue));
    expect(created).toMatchObject({
      kind: 'written',
      externalId: '1003/6',
      record: { repositoryId: '1003' },
    });
    expect(created).toMatchObject({ modifiedAt: expect.any(String) as string });
    const [changed] = await writes.write(write('update', '1003/6', { state: 'closed', title: 'Fixed' }));
    expect(changed).toMatchObject({ kind: 'written', externalId: '1003/6', record: { state: 'closed' } });
    expect(await stream.readOne?.('1003/6')).toMatchObject({
      data: { title: 'Fixed', body: 'Ünal', labels: ['bug'], state: 'closed' },
    });
    expect(server.asked.map(({ method, url }) => `${method} ${url.pathname}`).slice(0, 2)).toEqual([
      'POST /repositories/1003/issues',
      'PATCH /repositories/1003/issues/6',
    ]);
    expect(writes.abilities).toMatchObject({ batchSizes: { create: 1, update: 1 }, lookUp: null });
  });

  it('are refused with the reason, and gone where there is none', async () => {
    const writes = await open('github.json', 'issues');
    const untitled = await writes.write(write('create', null, { repositoryId: '1003', title: '' }));
    expect(untitled).toMatchObject([
      { kind: 'failed', isApplied: 'no', problem: { code: 'provider.write_refused' } },
    ]);
    expect(JSON.stringify(untitled)).toContain('title is missing');
    expect(await writes.write(write('update', '1003/99', { title: 'x' }))).toEqual([{ kind: 'gone' }]);
    const homeless = await writes.write(write('create', null, { title: 'x' }));
    expect(homeless).toMatchObject([{ isApplied: 'no', problem: { code: 'provider.write_cannot_be_sent' } }]);
    const elsewhere = writes.write(write('create', null, { repositoryId: '77', title: 'x' }));
    await expect(elsewhere).rejects.toMatchObject({ code: 'provider.not_found', isInDoubt: false });
  });

  it('are in doubt after a lost answer: there is no key and nothing to look them up by', async () => {
    const writes = await open('github.json', 'issues');
    loseAnswer();
    const lost = await writes.write(write('create', null, { repositoryId: '1003', title: 'x' }));
    expect(lost).toMatchObject([
      { kind: 'failed', isApplied: 'unknown', problem: { code: 'provider.server_error' } },
    ]);
    expect(server.asked).toHaveLength(1);
    expect(writes.lookUp).toBeUndefined();
  });
});

describe('customers of Stripe', () => {
  const ada = { name: 'Ada & Söhne', email: 'ada+1@example.com', address: { city: 'Lagos', line2: null } };

  it('are created by a nested form, changed and deleted', async () => {
    const writes = await open('stripe.json', 'customers');
    const [created] = await writes.write(write('create', null, { ...ada, preferred_locales: ['de', 'en'] }));
    expect(created).toMatchObject({
      kind: 'written',
      externalId: 'cus_9',
      record: { address: { city: 'Lagos' } },
    });
    const [sent] = server.asked;
    expect(sent?.headers['idempotency-key']).toBe('key of i-1');
    expect([...new URLSearchParams(sent?.body)]).toEqual([
      ['name', 'Ada & Söhne'],
      ['email', 'ada+1@example.com'],
      ['address[city]', 'Lagos'],
      ['address[line2]', ''],
      ['metadata[evenkeel]', 'i-1'],
      ['preferred_locales[0]', 'de'],
      ['preferred_locales[1]', 'en'],
    ]);
    const [changed] = await writes.write(write('update', 'cus_9', { address: { city: 'Abuja' } }, 'i-2'));
    expect(changed).toMatchObject({ record: { name: 'Ada & Söhne', address: { city: 'Abuja' } } });
    expect(await writes.write(write('delete', 'cus_9', {}, 'i-3'))).toMatchObject([{ kind: 'written' }]);
    expect(await writes.write(write('delete', 'cus_9', {}, 'i-4'))).toEqual([{ kind: 'gone' }]);
    expect(await stream.readOne?.('cus_9')).toBeUndefined();
  });

  it('are created once, though the answer is lost: by the key, and found by what they carry', async () => {
    const writes = await open('stripe.json', 'customers');
    loseAnswer();
    const request = write('create', null, ada);
    expect(await writes.write(request)).toMatchObject([{ kind: 'failed', isApplied: 'unknown' }]);
    const [operation] = request.operations;
    expect(await writes.lookUp?.(operation!, request.key)).toMatchObject({ externalId: 'cus_9' });
    expect(await writes.lookUp?.({ ...operation!, intentId: 'i-2' }, 'another')).toBeUndefined();
    expect(await writes.write(request)).toMatchObject([{ kind: 'written', externalId: 'cus_9' }]);
    expect(Object.keys(provider.rows('customers'))).toHaveLength(9);
    expect(writes.abilities).toMatchObject({
      ...{ keyLifetimeSeconds: 86_400, update: 'patch', checksVersion: false },
      lookUp: { by: 'key', settlesAfterMs: null },
    });
  });

  it('are in doubt where a call with the same key is still being carried out', async () => {
    const writes = await open('stripe.json', 'customers');
    server.answer = () => ({
      status: 409,
      body: { error: { code: 'idempotency_key_in_use', message: 'wait' } },
    });
    const results = await writes.write(write('create', null, ada));
    expect(results).toMatchObject([{ kind: 'failed', isApplied: 'unknown' }]);
  });
});
