import fc from 'fast-check';
import type { JsonObject } from '../json.js';
import { awaitWrite, type OpenReading, type OpenWrite } from './await-write.js';

const write = (changes: Partial<OpenWrite> = {}): OpenWrite => ({
  state: 'sent',
  referenceId: null,
  externalId: null,
  sent: { title: 'It breaks ', labels: ['bug'] },
  local: { title: 'It breaks ', tags: ['bug'] },
  sentAt: '2026-11-01T12:00:00.000Z',
  ...changes,
});
const reading = (changes: Partial<OpenReading> = {}): OpenReading => ({
  referenceId: undefined,
  externalId: '7',
  remote: { title: 'It breaks', labels: [{ name: 'bug' }] },
  mapped: { title: 'It breaks', tags: ['bug'] },
  modifiedAt: null,
  isListed: false,
  ...changes,
});
const decide = (read: Partial<OpenReading>, open: Partial<OpenWrite>, triesAgain = true) =>
  awaitWrite(reading(read), [write(open)], triesAgain);

describe('what is read of a record that we are changing', () => {
  const known = { referenceId: 'r1' };

  it.each(['sent', 'in_doubt', 'answered'] as const)('waits for the answer while that is %s', (state) => {
    expect(decide(known, { referenceId: 'r1', state })).toBe('wait');
    expect(decide(known, { referenceId: 'r1', state }, false)).toBe('leave');
  });

  it('does not wait for a person, nor for the write of another record', () => {
    expect(decide(known, { referenceId: 'r1', state: 'uncertain' })).toBe('apply');
    expect(decide(known, { referenceId: 'r2' })).toBe('apply');
    expect(decide(known, { referenceId: null })).toBe('apply');
  });
});

describe('what is new at the provider while we are creating something', () => {
  it('waits where it may be that, whatever the provider made of it', () => {
    expect(decide({}, {})).toBe('wait');
    expect(decide({ modifiedAt: '2026-11-01T12:00:01.000Z' }, {})).toBe('wait');
  });

  it('is new where it is older than the call, or there is no later try and it holds something else', () => {
    expect(decide({ modifiedAt: '2026-11-01T11:58:00.000Z' }, {})).toBe('apply');
    expect(decide({}, {}, false)).toBe('apply');
  });

  it('is new where a listing gives it without a time: it may be one of a million', () => {
    expect(decide({ isListed: true }, {})).toBe('apply');
  });

  it.each([
    ['as it was sent', { remote: { title: 'It breaks ', labels: ['bug'], id: 7 } }],
    ['as it is here', { mapped: { title: 'It breaks ', tags: ['bug'], number: 7 } }],
  ])('may be ours for as long as it is %s', (_, like) => {
    const listed = { ...like, isListed: true };
    expect(decide(listed, { state: 'sent' })).toBe('wait');
    expect(decide(listed, { state: 'in_doubt' })).toBe('wait');
    expect(decide(listed, { state: 'uncertain' })).toBe('leave');
    expect(decide(listed, { state: 'in_doubt' }, false)).toBe('leave');
  });

  it('is known by its id once that was answered', () => {
    expect(decide({}, { state: 'answered', externalId: '7' })).toBe('wait');
    expect(decide({}, { state: 'answered', externalId: '7' }, false)).toBe('leave');
    expect(decide({}, { state: 'answered', externalId: '8' })).toBe('apply');
  });

  it('is not like a creation of which nothing is known here', () => {
    expect(decide({ isListed: true }, { state: 'in_doubt', local: {} })).toBe('apply');
    expect(decide({ isListed: true }, { state: 'in_doubt', local: null })).toBe('apply');
  });
});

it('is never applied where a creation of ours may be that very record, and never waits where there is no later try', () => {
  const record = fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom('x', 'y'), { minKeys: 1 });
  fc.assert(
    fc.property(
      record,
      record,
      fc.constantFrom('sent', 'in_doubt', 'uncertain', 'answered' as const),
      fc.boolean(),
      fc.boolean(),
      (sent, more, state, isListed, triesAgain) => {
        const remote: JsonObject = { ...more, ...sent };
        const open = { state, sent, local: null } as const;
        const decided = decide({ remote, mapped: remote, isListed }, open, triesAgain);
        expect(decided).not.toBe('apply');
        if (!triesAgain) expect(decided).toBe('leave');
      },
    ),
  );
});
