import { JSON_FORMS, mailText } from './message-forms.js';
import type { News, NewsFacts } from './news.js';
import { notificationLink } from './notification-link.js';

const about = { jobId: 'j', job: 'orders', connectionId: 'c', connection: 'shop' };
const BASE = 'https://sync.example.com';

it.each<[News['about'], NewsFacts, string]>([
  [about, { executionId: 'e' }, 'executions/e'],
  [about, { conflictId: 'k' }, 'conflicts/k'],
  [about, {}, 'jobs/j'],
  [{ ...about, jobId: null, job: null }, {}, 'connections/c'],
])('of %j with %j leads to %s', (whose, facts, path) => {
  expect(notificationLink({ about: whose, facts }, BASE)).toBe(`${BASE}/api/v1/${path}`);
});

it('is none where the address is not known, or a test is about nothing', () => {
  expect(notificationLink({ about, facts: {} }, null)).toBeNull();
  const nothing = { jobId: null, job: null, connectionId: null, connection: null };
  expect(notificationLink({ about: nothing, facts: {} }, BASE)).toBeNull();
});

it('is in every form of a notification, and in none where there is none', () => {
  const at = '2026-11-30T12:00:00.000Z';
  const content = { kind: 'failed', about, count: 1, since: at, at, facts: {} } as const;
  const link = `${BASE}/api/v1/jobs/j`;
  const linked = { ...content, link };
  expect(JSON_FORMS.webhook(linked)).toMatchObject({ data: { link } });
  expect(JSON_FORMS.webhook(content)).toMatchObject({ data: { link: null } });
  expect(JSON.stringify(JSON_FORMS.slack(linked))).toContain(`<${link}|Show>`);
  expect(mailText(linked).text).toContain(`\n${link}\n`);
  expect(mailText(content).text).not.toContain('http');
});
