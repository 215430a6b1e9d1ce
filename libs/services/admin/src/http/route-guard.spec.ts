import { API_PREFIX, operationList } from '@evenkeel/contracts-admin';
import { sampleJob } from '../testing/sample.js';
import { startAdmin } from '../testing/start-admin.js';
import { isOfApi, methodsAt } from './methods-at.js';

const admin = startAdmin();

describe('a path', () => {
  it.each(operationList.map(({ id, method, path }) => [id, method, path] as const))(
    'of %s takes its method',
    (_id, method, path) => {
      const address = `${API_PREFIX}${path.replaceAll(/:\w+/g, 'a%2Fb')}`;
      expect(methodsAt(address)).toEqual(expect.arrayContaining([method, 'OPTIONS']));
      for (const other of [`${address}/`, `${address}/more/of/it`, address.toUpperCase(), `${address}//`])
        expect({ other, methods: methodsAt(other) }).toEqual({ other, methods: [] });
    },
  );

  it('is one of the API in whatever letters it is written', () => {
    expect(['/api/v1', '/API/V1/jobs', '/api/v1/'].map(isOfApi)).toEqual([true, true, true]);
    expect(['/api/v10/jobs', '/docs', '/api'].map(isOfApi)).toEqual([false, false, false]);
  });
});

describe('a request', () => {
  it('by a method that its path does not take is told which it takes', async () => {
    const answer = await admin.http.put('/api/v1/jobs').send({});
    expect(answer.status).toBe(405);
    expect(answer.headers['allow']).toBe('GET, HEAD, OPTIONS, POST');
    expect(answer.type).toBe('application/problem+json');
    expect(answer.body).toMatchObject({
      code: 'request.wrong_method',
      instance: '/api/v1/jobs',
      detail: '/api/v1/jobs does not take PUT; it takes GET, HEAD, OPTIONS, POST',
    });
  });

  it('for the methods of a path is answered with them, and with a problem where nothing is', async () => {
    const answer = await admin.http.options('/api/v1/jobs/x');
    expect([answer.status, answer.headers['allow'], answer.text]).toEqual([
      204,
      'DELETE, GET, HEAD, OPTIONS, PATCH',
      '',
    ]);
    expect((await admin.http.options('/api/v1/nothing')).status).toBe(404);
  });

  it('for the head of an answer gets no body', async () => {
    const answer = await admin.http.head('/api/v1/jobs');
    expect([answer.status, answer.text]).toEqual([200, undefined]);
  });

  it.each(['/api/v1/jobs/', '/API/v1/jobs', '/api/v1/Jobs', '/api/v1', '/api/v1//jobs', '/api/v1/jobs;a=b'])(
    'to %s finds nothing',
    async (path) => {
      const answer = await admin.http.get(path);
      expect(answer.body).toMatchObject({ status: 404, code: 'request.not_found', instance: path });
    },
  );

  it('with half an escape in its path is refused as one of ours', async () => {
    expect((await admin.http.get('/api/v1/jobs/%zz')).body).toMatchObject({
      status: 400,
      code: 'request.invalid',
    });
  });

  it('that says a parameter twice is told so', async () => {
    const answer = await admin.http.get('/api/v1/jobs?limit=1&limit=2&cursor=a');
    expect(answer.body).toMatchObject({
      status: 400,
      errors: [{ path: 'limit', message: 'is given 2 times, and takes one value' }],
    });
  });

  it('that says yes otherwise than in the document is refused', async () => {
    for (const yes of ['on', 'y', 'TRUE', '1', '']) {
      const answer = await admin.http.get(`/api/v1/executions?deadLetters=${yes}`);
      expect(answer.body).toMatchObject({ status: 400, errors: [{ path: 'deadLetters' }] });
    }
    expect((await admin.http.get('/api/v1/executions?deadLetters=true')).status).toBe(200);
  });

  it('whose body is too large is told so', async () => {
    const answer = await admin.http.post('/api/v1/jobs').send({ name: 'x'.repeat(6_000_000) });
    expect(answer.body).toMatchObject({ status: 413, code: 'request.too_large', instance: '/api/v1/jobs' });
  });

  it('is never answered with "not modified": what runs do changes an answer without a new revision', async () => {
    const { id } = await sampleJob(admin);
    for (const path of [`/api/v1/jobs/${id}`, '/api/v1/jobs']) {
      const first = await admin.http.get(path);
      const again = await admin.http.get(path).set('If-None-Match', (first.headers['etag'] as string) ?? '*');
      expect([again.status, again.body]).toEqual([200, first.body]);
    }
  });
});
