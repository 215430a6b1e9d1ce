import { ERROR_CLASSES } from '../errors/error-class.js';
import { errorCatalog } from '../errors/error-catalog.js';
import { reasonOf, timedOut } from './decide-giving-up.js';

const problem = { code: 'provider.timeout', message: 'm', remedy: 'r' };

describe('why an execution was given up', () => {
  it('keeps code, message and remedy of the problem', () => {
    expect(reasonOf({ ...problem, errorClass: 'transient' })).toEqual({ kind: 'transient', ...problem });
  });

  it('is credentials only where the provider refused them', () => {
    expect(
      ERROR_CLASSES.filter((errorClass) => reasonOf({ ...problem, errorClass }).kind === 'auth'),
    ).toEqual(['auth']);
  });

  it('names how long it was given when time ran out', () => {
    expect(timedOut(60)).toMatchObject({
      kind: 'timeout',
      message: 'The execution did not end within its 60 min',
    });
  });
});

describe('the error catalog', () => {
  it.each(Object.entries(errorCatalog))(
    'says what %s means and what to do about it',
    (_code, { meaning, remedy }) => {
      expect(meaning).toMatch(/\.$/);
      expect(remedy).toMatch(/\.$/);
    },
  );
});
