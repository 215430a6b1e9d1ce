import fc from 'fast-check';
import { JSON_FORMS, mailText } from './message-forms.js';
import { NOTIFICATION_KINDS } from './notification-kind.js';
import { notificationText, type NotificationContent } from './notification-text.js';

const content: NotificationContent = {
  kind: 'failed',
  about: { jobId: 'j', job: 'shop-orders', connectionId: 'c', connection: 'shop' },
  ...{ count: 1, since: '2026-11-30T12:00:00.000Z', at: '2026-11-30T12:05:00.000Z' },
  facts: {
    ...{ executionId: 'e1', mode: 'full', status: 'failed', durationMs: 42_310 },
    counts: { fetched: 100, created: 3, updated: 12, failed: 20 },
    code: 'provider.unauthorized',
    errors: { code: 'record.required_field_missing', count: 20 },
  },
};

it('says what, which job, its counts, the first error and its remedy, and what to do next', () => {
  const { title, lines, next } = notificationText(content);
  expect(title).toBe('Job shop-orders failed');
  expect(lines).toEqual([
    'Connection: shop',
    'Run: e1 (full), 42.3 s',
    'Records: 100 read, 3 created, 12 updated, 20 failed',
    'Reason: provider.unauthorized',
    expect.stringMatching(/^Remedy: /),
    'Most frequent error: record.required_field_missing, 20 times',
    expect.stringMatching(/^Remedy: /),
  ]);
  expect(next).toBe('evenkeel executions show e1');
});

it('what stands for several says so', () => {
  const { title, lines } = notificationText({ ...content, count: 7 });
  expect(title).toBe('Job shop-orders failed 7 times');
  expect(lines[0]).toBe('From 2026-11-30T12:00:00.000Z to 2026-11-30T12:05:00.000Z; the latest:');
});

it.each([
  ['freshness_missed', { since: 'S', targetMinutes: 60 }, 'Target: a success every 60 minutes'],
  ['recovered', { since: 'S' }, 'Failed since: S'],
  ['backlog', { since: 'S', waiting: 3 }, 'Waiting runs: 3, the first since S'],
  [
    'degradation',
    { timesSlower: 2.5 },
    'It took 2.5 times as long for a record as runs of the last 7 days usually do',
  ],
  [
    'approval_needed',
    { approval: { what: 'inactivation', candidates: 400 } },
    'Records that would be gone: 400',
  ],
] as const)('%s says what it is about', (kind, facts, line) => {
  expect(notificationText({ ...content, kind, facts }).lines).toContain(line);
});

it.each(['webhook', 'slack'] as const)('every kind has a title in the form of %s, and for mail', (form) => {
  for (const kind of [...NOTIFICATION_KINDS, 'test'] as const)
    for (const count of [1, 2]) {
      const each = { ...content, kind, count, facts: {} };
      expect(notificationText(each).title).not.toMatch(/undefined|null|\.$/);
      expect(JSON.stringify(JSON_FORMS[form](each))).not.toContain('undefined');
      expect(mailText(each).subject).toMatch(/^\[Evenkeel\] \S/);
    }
});

it('is for webhooks a type, a time and data', () => {
  expect(JSON_FORMS.webhook(content)).toMatchObject({
    ...{ type: 'notification.failed', timestamp: content.at },
    data: {
      title: 'Job shop-orders failed',
      job: { id: 'j', name: 'shop-orders' },
      count: 1,
      facts: content.facts,
    },
  });
});

it('is for Slack a text and one section', () => {
  expect(JSON_FORMS.slack(content)).toEqual({
    text: 'Job shop-orders failed',
    blocks: [
      {
        type: 'section',
        text: {
          type: 'mrkdwn',
          text: expect.stringContaining(':x: *Job shop-orders failed*\nConnection: shop') as string,
        },
      },
    ],
  });
});

it('a name mentions no one in Slack, and begins no header of a mail', () => {
  const name = fc.string({ unit: fc.constantFrom('<', '!', '>', '&', '*', '\r', '\n', '@', 'a', '`') });
  fc.assert(
    fc.property(name, (job) => {
      const hostile = { ...content, about: { ...content.about, job } };
      expect(JSON.stringify(JSON_FORMS.slack(hostile))).not.toMatch(/[<>]/);
      expect(mailText(hostile).subject).not.toMatch(/[\r\n]/);
    }),
  );
});
