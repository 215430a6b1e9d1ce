import type { Slice } from '../chunk/slice.js';
import type { ChunkPlan, ExecutionPlan } from './plan.js';
import { canonicalText } from '../json-text/canonical-text.js';
import type { PushDecision } from '../push/decide-push.js';
import { followSends, heldThere, sendEntry } from './foreseen-send.js';
import { indexEntries } from './index-entries.js';
import { packEntries } from './plan-entry.js';
import { firstForeseen, followedSlices, planForesight } from './plan-foresight.js';

const make = { role: 'make', planId: 'p' } as const;
const follow = { role: 'follow', planId: 'p', movedInto: 'm' } as const;
const chunks = (slices: readonly Slice[], plan: ChunkPlan = make) => slices.map((slice) => ({ slice, plan }));
const of = (kind: ExecutionPlan['kind'], isPairing = false) => ({
  plan: { kind, planId: 'p', ...(isPairing && { pairs: true as const }) },
});
const whole: Slice = { kind: 'whole' };
const push = (select: 'keys' | 'all' | 'changed'): Slice => ({ kind: 'push', select });

describe('what a plan looks at', () => {
  it('is, where both sides are paired, what is here, then what the provider lists, then what would be sent', () => {
    const first = firstForeseen([whole], true);
    expect(first).toEqual([push('keys')]);
    const seen = [...first];
    for (;;) {
      const next = planForesight(of('approval', true), chunks(seen), 'bidirectional');
      if (next.length === 0) break;
      seen.push(...next);
    }
    expect(seen).toEqual([push('keys'), whole, push('all')]);
  });

  it('is, where a job both reads and writes, the listing and what would be sent', () => {
    expect(firstForeseen([whole], false)).toEqual([whole]);
    for (const kind of ['approval', 'preview'] as const) {
      expect(planForesight(of(kind), chunks([whole]), 'bidirectional')).toEqual([push('changed')]);
      expect(planForesight(of(kind), chunks([whole, push('changed')]), 'bidirectional')).toEqual([]);
    }
  });

  it('is nothing more of a job that goes one way, without a plan, and while one is carried out', () => {
    expect(planForesight(of('preview'), chunks([whole]), 'inbound')).toEqual([]);
    expect(planForesight(of('preview'), chunks([push('all')]), 'outbound')).toEqual([]);
    expect(planForesight({ plan: null }, chunks([whole]), 'bidirectional')).toEqual([]);
    expect(planForesight(of('carry_out'), chunks([whole], follow), 'bidirectional')).toEqual([]);
    const approved = [...chunks([whole, push('changed')]), ...chunks([whole], follow)];
    expect(planForesight(of('approval'), approved, 'bidirectional')).toEqual([]);
  });

  it('is carried out by listing first what is listed; what is sent of that follows', () => {
    expect(followedSlices({ slices: [push('keys'), whole, push('all')] })).toEqual([whole]);
    expect(followedSlices({ slices: [push('all')] })).toEqual([push('all')]);
  });
});

describe('what a push would send', () => {
  const digest = (text: string) =>
    Array.from(text)
      .reduce((sum, letter) => (sum * 31n + BigInt(letter.charCodeAt(0))) % 2n ** 128n, 7n)
      .toString(16)
      .padStart(32, '0')
      .split('')
      .reverse()
      .join('');
  const send = (name: string): PushDecision => ({
    kind: 'send',
    write: { kind: 'update', externalId: 'x', data: { name }, sent: { name }, version: null },
  });
  const foresee = (recordId: string, decision: PushDecision) =>
    sendEntry({ record: { recordId }, decision, bucket: 'changed_there' }, digest);
  const find = indexEntries([packEntries([foresee('1', send('Ann')), foresee('2', send('Bob'))])]);
  const followed = (recordId: string, decision: PushDecision) =>
    followSends([{ recordId }], [decision], { find, digest })[0];

  it('is sent where it is still that, and nothing else is', () => {
    expect(followed('1', send('Ann'))).toEqual(send('Ann'));
    const moved = { kind: 'leave', outcome: 'planned' };
    expect(followed('1', send('Eve'))).toEqual(moved);
    expect(followed('2', send('Ann'))).toEqual(moved);
    expect(followed('3', send('Ann'))).toEqual(moved);
    const left: PushDecision = { kind: 'leave', outcome: 'unchanged' };
    expect(followed('3', left)).toBe(left);
  });

  it('is told against what the provider is known to hold', () => {
    const reference = { id: '1', externalId: 'x', version: null, isInactive: false, sent: { name: 'Ann' } };
    expect(heldThere({ reference }, (data) => data)).toEqual({ name: 'Ann' });
    expect(heldThere({ reference: null }, (data) => data)).toEqual({});
    const agreement = {
      ...{ mappingRevision: 1, local: {}, remote: { name: 'Bob' }, unread: [], unknown: [], contested: [] },
    };
    const read = heldThere({ reference: { ...reference, agreement } }, (data) => ({
      text: canonicalText(data),
    }));
    expect(read).toEqual({ text: '{"name":"Bob"}' });
  });
});
