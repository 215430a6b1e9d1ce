import { runTransform } from './testing/run-transform.js';

const pick = { name: 'pick', keys: ['id', 'name'] };

describe('pick', () => {
  it('keeps only the named fields of an object', () => {
    expect(runTransform(pick, { name: 'Ada', id: 1, secret: 'x' })).toEqual({ id: 1, name: 'Ada' });
  });

  it('does so for each object of a list', () => {
    expect(runTransform(pick, [{ id: 1 }, { secret: 'x' }])).toEqual([{ id: 1 }, {}]);
  });

  it('does not take up what every object answers to', () => {
    expect(runTransform({ name: 'pick', keys: ['constructor', '__proto__'] }, { id: 1 })).toEqual({});
  });

  it('refuses anything else', () => {
    expect(() => runTransform(pick, 'text')).toThrow(
      'pick takes an object or a list of objects, and got a text',
    );
    expect(() => runTransform(pick, [1])).toThrow('pick takes an object');
  });
});
