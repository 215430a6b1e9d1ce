import type { JobView } from '@evenkeel/contracts-admin';
import { sampleExecution, sampleJob } from '../testing/sample.js';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();
const address = (job: JobView) => `/api/v1/jobs/${encodeURIComponent(job.name)}/watermark`;
const set = (job: JobView, value: string | null, actor = 'ada') =>
  admin.http
    .put(address(job))
    .set('Evenkeel-Actor', actor)
    .send({ watermark: value === null ? null : { kind: 'time', value } });

describe('the watermark of a job', () => {
  it('is none before the first run', async () => {
    const job = await sampleJob(admin);
    const shown = await admin.http.get(address(job));
    expect(shown.body).toEqual({
      job: { id: job.id, name: job.name },
      watermark: null,
      savedAt: null,
      executionId: null,
      actor: null,
    });
  });

  it('is set by a person, also back: delivered twice, it is the same', async () => {
    const job = await sampleJob(admin);
    await set(job, '2026-11-20T12:00:00Z');
    await set(job, '2026-11-19T12:00:00Z', 'bob');
    const answer = await set(job, '2026-11-19T12:00:00Z', 'bob');
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      watermark: { kind: 'time', value: '2026-11-19T12:00:00.000Z' },
      executionId: null,
      actor: 'bob',
    });
    expect((await admin.http.get(address(job))).body).toMatchObject({ actor: 'bob' });
  });

  it('keeps its history, with who cleared it', async () => {
    const job = await sampleJob(admin);
    await set(job, '2026-11-20T12:00:00Z');
    expect((await set(job, null, 'bob')).body).toMatchObject({ watermark: null, actor: 'bob' });
    const history = await admin.http.get(`${address(job)}/history`);
    expect(history.body).toMatchObject({
      items: [
        { watermark: null, actor: 'bob' },
        { watermark: { value: '2026-11-20T12:00:00.000Z' }, actor: 'ada' },
      ],
      next: null,
    });
  });

  it.each(['running', 'queued', 'paused', 'awaiting_approval'] as const)(
    'cannot be set while a run is %s',
    async (status) => {
      const job = await sampleJob(admin);
      const { execution } = await sampleExecution(admin, job, { status });
      const answer = await set(job, '2026-11-20T12:00:00Z');
      expect(answer.body).toMatchObject({ status: 409, code: 'request.wrong_state' });
      expect((answer.body as { detail: string }).detail).toContain(execution.id);
    },
  );

  it('must be a time with a zone, or a position', async () => {
    const job = await sampleJob(admin);
    expect((await set(job, '2026-11-20')).body).toMatchObject({ status: 400, code: 'request.invalid' });
    const position = { watermark: { kind: 'position', value: '42-abc' } };
    expect((await admin.http.put(address(job)).send(position)).body).toMatchObject(position);
  });
});
