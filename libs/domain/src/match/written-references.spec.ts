import { followSurvivors, type WrittenReference } from './written-references.js';

const at = (referenceId: string, recordId: string, changes: Partial<WrittenReference> = {}) => ({
  ...{ referenceId, recordId, setId: 'b', active: true },
  ...changes,
});
const into = (absorbedId: string, survivorId = '1') => ({ absorbedId, survivorId });

it('the record at the provider is the one that is left', () => {
  expect(followSurvivors([into('2')], [at('r', '2')])).toEqual([
    { referenceId: 'r', absorbedId: '2', survivorId: '1' },
  ]);
});

it('each keeps its own where both are there', () => {
  expect(followSurvivors([into('2')], [at('r', '2'), at('s', '1')])).toEqual([]);
  const elsewhere = at('s', '1', { setId: 'c' });
  expect(followSurvivors([into('2')], [at('r', '2'), elsewhere])).toHaveLength(1);
});

it('of several that become part of one the first is that one at the provider', () => {
  const moved = followSurvivors([into('2'), into('3')], [at('r', '2'), at('s', '3')]);
  expect(moved.map(({ referenceId }) => referenceId)).toEqual(['r']);
});

it('that it was deleted there goes with it, and keeps nothing that is there from doing so', () => {
  const gone = at('r', '2', { active: false });
  const moved = followSurvivors([into('2'), into('3')], [gone, at('s', '3')]);
  expect(moved.map(({ referenceId }) => referenceId)).toEqual(['r', 's']);
  expect(followSurvivors([into('2')], [at('t', '2'), at('u', '1', { active: false })])).toHaveLength(1);
});

it('what is merged with nothing stays', () => {
  expect(followSurvivors([into('2')], [at('s', '1'), at('t', '4')])).toEqual([]);
});
