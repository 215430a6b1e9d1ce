import { EVENKEEL_VERSION } from '@evenkeel/contracts-admin';
import { nodeFinding, statusFindings } from './doctor.js';

const status = {
  version: EVENKEEL_VERSION,
  database: { reachable: true, latencyMs: 1.2, problem: null },
  services: [{ name: 'ingestion', ready: true, detail: null }],
};

it('finds fault with a Node that is too old, and says what to use', () => {
  expect(nodeFinding('22.9.0')).toMatchObject({
    ok: false,
    remedy: expect.stringContaining('22.19') as string,
  });
  expect(nodeFinding('24.21.0')).toMatchObject({ ok: true, remedy: null });
});

it('finds nothing to do where all is well', () => {
  expect(statusFindings(status).filter(({ ok, remedy }) => !ok || remedy !== null)).toEqual([]);
});

it('names what is down and what to do about it', () => {
  const findings = statusFindings({
    version: '9.9.9',
    database: { reachable: false, latencyMs: null, problem: 'refused' },
    services: [{ name: 'ingestion', ready: false, detail: 'database: refused' }],
  });
  expect(findings.map(({ name, ok, detail }) => ({ name, ok, detail }))).toEqual([
    { name: 'version', ok: false, detail: expect.stringContaining('9.9.9') as string },
    { name: 'database', ok: false, detail: 'refused' },
    { name: 'ingestion', ok: false, detail: 'database: refused' },
  ]);
  expect(findings.every(({ remedy }) => remedy !== null)).toBe(true);
});
