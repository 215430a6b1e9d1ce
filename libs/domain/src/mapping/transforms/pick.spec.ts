import { runTransform } from './testing/run-transform.js';

const pick = { name: 'pick', keys: ['id', 'name'] };

describe('pick', () => {
  it('keeps only the named fields of an object', () => {
    expect(runTransform(pick, { name: 'Ada', id: 1, secret: 'x' })).toEqual({ id: 1, name: 'Ada' });
  });

  it('gives them in the order of their names, whatever the order of its keys', () => {
    const picked = runTransform({ name: 'pick', keys: ['name', 'id'] }, { name: 'Ada', id: 1 });
    expect(JSON.stringify(picked)).toBe('{"id":1,"name":"Ada"}');
  });

  it.each([['id'], [[]], [['id', 7]]])('needs the names of fields, not %j', (keys) => {
    expect(() => runTransform({ name: 'pick', keys }, {})).toThrow('keys: must be a list of texts');
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
