import fc from 'fast-check';
import { valueOf, type ConflictField } from '../conflict/conflict.js';
import type { ConflictPolicy } from '../conflict/conflict-policy.js';
import type { JsonValue } from '../json.js';
import { compileRecordCheck } from '../record-type/compile-record-check.js';
import { judgeProposal, type HeldAgainst, type Verdict } from './judge-proposal.js';
import { answerOf, ask, askedRecord, at, CITY, NAME, questionOf, SCHEMA } from './testing/asked-record.js';

const TIER: ConflictField = { ...at('tier'), local: 'gold', remote: 'silver' };
const CHECK = compileRecordCheck(SCHEMA);
const COMPOSES: ConflictPolicy = { strategy: 'ai', ai: { mayCompose: ['name', 'tier', 'address'] } };

function judge(
  text: string,
  more: Partial<HeldAgainst> = {},
  policy: ConflictPolicy = { strategy: 'ai' },
): Verdict {
  const fields = more.conflict?.fields ?? [NAME];
  return judgeProposal(text, {
    conflict: { fields },
    asked: questionOf(ask(fields, askedRecord({ policy }))).fields,
    record: { name: 'Ada L.', tier: 'gold' },
    check: CHECK,
    applyAt: 0.8,
    ...more,
  });
}

describe('an answer of a model', () => {
  it('is the decision where it is sure enough of each field', () => {
    const conflict = { fields: [NAME, CITY] };
    const text = answerOf({ choice: 'remote' }, { choice: 'local', confidence: 0.8 });
    expect(judge(text, { conflict })).toEqual({
      kind: 'apply',
      fields: {
        name: { choice: 'remote', confidence: 0.9, reason: 'it is longer' },
        'address.city': { choice: 'local', confidence: 0.8, reason: 'it is longer' },
      },
      reason: 'name (0.9): it is longer; address.city (0.8): it is longer',
    });
    expect(
      judge(answerOf({ choice: 'remote' }, { choice: 'local', confidence: 0.79 }), { conflict }),
    ).toMatchObject({
      ...{ kind: 'review', outcome: 'proposed' },
      cause: 'Its confidence is 0.79, and the policy of the job applies it at 0.8 and above',
      fields: { name: { choice: 'remote' }, 'address.city': { choice: 'local' } },
    });
  });

  it('is for a person where the operator has set no limit', () => {
    expect(judge(answerOf({ choice: 'remote', confidence: 1 }), { applyAt: null })).toMatchObject({
      ...{ kind: 'review', outcome: 'proposed' },
      cause: 'The policy of the job has a person decide (it sets no ai.applyAt)',
    });
  });

  it.each([
    ['a fence', (text: string) => `Here it is:\n\`\`\`json\n${text}\n\`\`\`\nAnything else?`],
    ['what it thought before', (text: string) => `<think>{"fields": {}} maybe {</think>\n${text}`],
  ])('may come in %s', (_what, around) => {
    expect(judge(around(answerOf({ choice: 'base' })))).toMatchObject({
      kind: 'apply',
      fields: { name: { choice: 'base' } },
    });
  });

  it.each([
    ['no JSON', 'remote, I think'],
    ['a list', '[]'],
    ['no fields', '{"choice": "remote"}'],
    ['nothing of a field', '{"fields": {}}'],
    ['no choice', answerOf({})],
    ['no confidence', answerOf({ choice: 'remote', confidence: 'high' })],
    ['a confidence of more than all', answerOf({ choice: 'remote', confidence: 95 })],
    ['no reason', answerOf({ choice: 'remote', reason: null })],
  ])('is asked for again where it is %s', (_what, text) => {
    expect(judge(text)).toMatchObject({
      kind: 'again',
      cause: expect.stringMatching(/^The answer of the model cannot be used: /),
    });
  });

  it.each([
    ['another field', answerOf({ choice: 'remote' }, { choice: 'remote' }), 'it names the field "field_2"'],
    [
      'a path',
      JSON.stringify({ fields: { admin: { choice: 'value', value: true, confidence: 1, reason: '' } } }),
      'it names the field "admin"',
    ],
    [
      'another side',
      answerOf({ choice: 'mine' }),
      'it chooses "mine" for name, where there are local, remote, base',
    ],
    ['a value of its own', answerOf({ choice: 'value', value: 'Eve' }), 'it chooses "value" for name'],
    ['more than it was asked', answerOf({ choice: 'remote', admin: true }), 'it says "admin" of field_1'],
    ['a huge text', answerOf({ choice: 'remote', reason: 'x'.repeat(40_000) }), 'it has 40'],
  ])('is refused where it names %s', (_what, text, cause) => {
    expect(judge(text)).toMatchObject({ kind: 'review', outcome: 'refused', fields: {} });
    expect(judge(text)).toHaveProperty('cause', expect.stringContaining(cause));
  });

  it('has reasons that are fit for a terminal', () => {
    const reason = `one\n\u001b[2Jtwo ${'x'.repeat(600)}`;
    expect(judge(answerOf({ choice: 'remote', reason }))).toHaveProperty(
      'fields.name.reason',
      expect.stringMatching(/^one \\u001b\[2Jtwo x+ \.\.\.$/),
    );
  });
});

describe('a value that neither side has', () => {
  it('is taken where the policy allows it and the record fits its schema', () => {
    expect(judge(answerOf({ choice: 'value', value: 'Ada King' }), {}, COMPOSES)).toMatchObject({
      kind: 'apply',
      fields: { name: { choice: { value: 'Ada King' } } },
    });
  });

  it.each([
    ['too long', [NAME], [{ choice: 'value', value: 'x'.repeat(21) }], 'name breaks maxLength'],
    ['of another kind', [NAME], [{ choice: 'value', value: 7 }], 'name breaks type'],
    ['outside its enum', [TIER], [{ choice: 'value', value: 'admin' }], 'tier breaks enum'],
    ['a list', [NAME], [{ choice: 'value', value: ['x'] }], 'is no short text'],
    ['very long', [NAME], [{ choice: 'value', value: 'x'.repeat(2_001) }], 'is no short text'],
    ['not storable', [NAME], [{ choice: 'value', value: 'a\u0000' }], 'is no short text'],
    ['in a text', [at('name', 'first')], [{ choice: 'value', value: 'x' }], 'leads through "name"'],
  ])('is refused where it is %s', (_what, fields, answered, cause) => {
    const policy: ConflictPolicy = { strategy: 'ai', ai: { mayCompose: ['*', 'name.first'] } };
    const verdict = judge(answerOf(...answered), { conflict: { fields } }, policy);
    expect(verdict).toMatchObject({ kind: 'review', outcome: 'refused' });
    expect(verdict).toHaveProperty('cause', expect.stringContaining(cause));
  });

  it('is held against the schema with what else was chosen', () => {
    const check = compileRecordCheck({ dependentSchemas: { tier: { required: ['name'] } } });
    const fields = [TIER, { ...NAME, remote: undefined }];
    const answer = answerOf({ choice: 'value', value: 'x' }, { choice: 'remote' });
    expect(judge(answer, { check, conflict: { fields } }, COMPOSES)).toMatchObject({ outcome: 'refused' });
  });

  it('is refused of a record that is gone', () => {
    expect(judge(answerOf({ choice: 'value', value: 'x' }), { record: undefined }, COMPOSES)).toMatchObject({
      outcome: 'refused',
    });
  });
});

describe('whatever a model answers', () => {
  const said = fc.oneof(
    fc.constantFrom<JsonValue>('local', 'remote', 'base', 'value', 'admin', null, 0.9, 1, 'Ada King'),
    fc.jsonValue({ maxDepth: 1 }) as fc.Arbitrary<JsonValue>,
  );
  const answered = fc.record(
    { choice: said, value: said, confidence: said, reason: fc.string(), other: said },
    { requiredKeys: ['choice', 'confidence', 'reason'] },
  );
  const key = fc.constantFrom('field_1', 'field_2', 'field_3', '__proto__', 'name', 'admin');
  const structured = fc.dictionary(key, answered, { minKeys: 1 }).map((fields) => JSON.stringify({ fields }));
  const close = fc
    .tuple(fc.constantFrom('local', 'remote', 'base', 'value'), fc.constantFrom('local', 'remote'), said)
    .map(([one, other, value]) => answerOf({ choice: one, value }, { choice: other, value }));
  const texts = fc.oneof(fc.string(), fc.json(), structured, close);
  const conflict = { fields: [NAME, CITY] };
  const sidesOf = ({ base, local, remote }: ConflictField) => [local, remote, base?.local];

  it('nothing but fields that were asked about with values of their sides leaves it', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom(null, 0.5), (text, applyAt) => {
        const verdict = judge(text, { conflict, applyAt });
        if (verdict.kind === 'again' || (verdict.kind === 'review' && verdict.outcome === 'refused')) return;
        expect(verdict.kind === 'apply' && applyAt === null).toBe(false);
        expect(Object.keys(verdict.fields).toSorted()).toEqual(['address.city', 'name']);
        for (const field of conflict.fields)
          expect(sidesOf(field)).toContainEqual(valueOf(verdict.fields[field.path]!.choice, field));
      }),
      { numRuns: 2_000, examples: [[answerOf({ choice: 'remote' }, { choice: 'local' }), 0.5]] },
    );
  });

  it('a value of its own leaves it only where it may, and fits the schema', () => {
    const policy: ConflictPolicy = { strategy: 'ai', ai: { mayCompose: ['name'] } };
    let composed = 0;
    fc.assert(
      fc.property(texts, (text) => {
        const verdict = judge(text, { conflict }, policy);
        if (verdict.kind === 'again') return;
        for (const field of conflict.fields) {
          const choice = verdict.fields[field.path]?.choice;
          if (typeof choice !== 'object') continue;
          composed += 1;
          expect(field.path).toBe('name');
          expect(CHECK(JSON.stringify({ name: choice.value }))).toEqual([]);
        }
      }),
      { numRuns: 2_000, examples: [[answerOf({ choice: 'value', value: 'A' }, { choice: 'local' })]] },
    );
    expect(composed).toBeGreaterThan(0);
  });
});
