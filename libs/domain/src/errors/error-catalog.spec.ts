import type { CatalogedError } from './cataloged-error.js';
import { ERROR_CLASSES, isRecoverable } from './error-class.js';
import { errorCatalog, type ErrorCode } from './error-catalog.js';

const entries = Object.entries<CatalogedError>(errorCatalog);
const helpsToTryAgain = (code: ErrorCode) => isRecoverable(errorCatalog[code].errorClass);

describe('the error catalog', () => {
  it.each(entries)('says what %s means and what to do about it', (_code, { meaning, remedy }) => {
    expect(meaning).toMatch(/\.$/);
    expect(remedy).toMatch(/\.$/);
  });

  it('gives every code a class, and has a code of every class', () => {
    expect(new Set(entries.map(([, { errorClass }]) => errorClass))).toEqual(new Set(ERROR_CLASSES));
  });

  it('lets nothing be tried again by itself that a person is to correct first', () => {
    const corrected = entries.filter(([, { remedy }]) => remedy.startsWith('Correct'));
    expect(corrected.length).toBeGreaterThan(0);
    for (const [, { errorClass }] of corrected) expect(isRecoverable(errorClass)).toBe(false);
  });
});

describe('trying again by itself', () => {
  it.each(['provider.timeout', 'provider.cursor_expired', 'system.database'] as const)(
    'may help after %s',
    (code) => {
      expect(helpsToTryAgain(code)).toBe(true);
    },
  );

  it.each([
    'provider.unauthorized',
    'provider.rate_limited',
    'config.invalid_mapping',
    'record.missing_id',
    'provider.record_gone',
  ] as const)('does not help after %s', (code) => {
    expect(helpsToTryAgain(code)).toBe(false);
  });
});
