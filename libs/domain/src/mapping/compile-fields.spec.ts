import { assertFieldsSuffice, compileFields } from './compile-fields.js';

describe('the fields of a job', () => {
  const data = { id: 1, name: null, address: { city: 'Oslo', zip: '0150' }, secret: 'x' };

  it('are all if none is named', () => {
    expect(compileFields([])(data)).toEqual(data);
  });

  it('are taken with where they lie, and left out where the record has none', () => {
    expect(compileFields(['id', 'name', 'address.city', 'missing'])(data)).toEqual({
      id: 1,
      name: null,
      address: { city: 'Oslo' },
    });
  });

  it.each([
    [['a', 'a'], 'fields[1].target: is the same as, or part of, the target of fields[0]'],
    [['b', 'a', 'a.b'], 'fields[2].target: is the same as, or part of, the target of fields[1]'],
    [[''], 'fields[0].source: must be a path'],
    [['$'], 'fields[0].target: must name a field'],
  ])('cannot be %j', (fields, message) => {
    expect(() => compileFields(fields)).toThrow(
      expect.objectContaining({
        code: 'config.invalid_filter',
        message: expect.stringContaining(message) as string,
      }) as Error,
    );
  });

  it('must hold what the mapping reads', () => {
    const rule = (source: string) => ({ source, target: 'x' });
    const fields = ['id', 'address.city'];
    expect(() =>
      assertFieldsSuffice(fields, [rule('id'), rule('address'), rule('address.city.name'), rule('$')]),
    ).not.toThrow();
    expect(() => assertFieldsSuffice([], [rule('anything')])).not.toThrow();
    expect(() =>
      assertFieldsSuffice(fields, [{ ...rule('secret'), direction: 'out' }, rule('id')]),
    ).not.toThrow();
    expect(() => assertFieldsSuffice(fields, [rule('id'), rule('secret')])).toThrow(
      'mapping[1] reads secret, which is not among the fields',
    );
  });
});
