import type { ConcernView } from '@evenkeel/contracts-admin';
import { concernFindings } from '../commands/doctor.js';
import { describeConcerns } from './concern.js';

const concern = (kind: ConcernView['kind'], more: Partial<ConcernView> = {}): ConcernView => ({
  ...{ kind, about: 'shop', id: null, count: 1, since: null, message: 'It is so' },
  ...more,
});

describe('describeConcerns', () => {
  it('says so where nothing asks', () => {
    expect(describeConcerns([])).toEqual(['Nothing asks for you.']);
  });

  it('tells of each what is the matter and the next command, below each other', () => {
    const id = '01a22350-83e9-7095-9586-867662344cac';
    const since = '2026-11-21T12:00:00.000Z';
    expect(
      describeConcerns([
        concern('engine_held', { about: null, since, message: 'The engine is paused by ada' }),
        concern('approval_waiting', { about: 'orders', id, count: 1300, since }),
      ]),
    ).toEqual([
      '2 things ask for you:',
      'engine    The engine is paused by ada (since 2026-11-21 12:00:00Z)',
      '          evenkeel start --engine',
      'approval  orders: It is so (1,300 records, since 2026-11-21 12:00:00Z)',
      `          evenkeel approvals show ${id}`,
    ]);
  });

  it.each<[ConcernView['kind'], string]>([
    ['connection_needs_attention', 'evenkeel connections check shop'],
    ['connection_held', 'evenkeel start --connection shop'],
    ['schedule_paused', 'evenkeel jobs change shop --resume-schedule'],
    ['provider_paused', 'evenkeel connections quota shop'],
    ['provider_failing', 'evenkeel connections quota shop'],
    ['job_stale', 'evenkeel jobs show shop'],
    ['records_dead', 'evenkeel dlq groups --job shop'],
  ])('goes on from %s with %s', (kind, command) => {
    expect(describeConcerns([concern(kind)])[2]?.trim()).toBe(command);
  });

  it('gives a name with spaces to the shell as one word, and shows nothing that acts on a terminal', () => {
    const lines = describeConcerns([
      concern('job_stale', { about: "Ada's shop", message: 'red \u001b[31m\nnext' }),
    ]);
    expect(lines[1]).toContain("Ada's shop: red \\u001b[31m next");
    expect(lines[2]).toContain(String.raw`jobs show 'Ada'\''s shop'`);
  });

  it('is what doctor finds fault with', () => {
    expect(concernFindings([concern('records_dead', { count: 166 })])).toEqual([
      {
        ...{ name: 'dead letters', ok: false, detail: 'shop: It is so (166 records)' },
        remedy: '`evenkeel dlq groups --job shop`',
      },
    ]);
  });
});
