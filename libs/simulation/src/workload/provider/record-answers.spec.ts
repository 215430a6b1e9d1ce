import { answerGone, GONE_ANSWERS, tellsGone, USUAL_ANSWERS, type GoneAnswer } from './record-answers.js';

const ANSWERS = Object.keys(GONE_ANSWERS) as readonly GoneAnswer[];

function codeOf(gone: GoneAnswer, declaresGone: boolean): string | undefined {
  try {
    return answerGone('things-0', { ...USUAL_ANSWERS, gone, declaresGone });
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
}

describe('an answer about a record that is gone', () => {
  it('means that it is gone where it is not found, or where the stream says so', () => {
    expect(ANSWERS.map((gone) => [gone, codeOf(gone, true), codeOf(gone, false)])).toEqual([
      ['not found', undefined, undefined],
      ['forbidden', 'provider.record_gone', 'provider.unauthorized'],
      ['a body without a record', 'provider.record_gone', 'provider.unexpected_shape'],
    ]);
  });

  it('tells it where it means that', () => {
    for (const gone of ANSWERS) {
      const told = [true, false].map((declaresGone) => tellsGone({ ...USUAL_ANSWERS, gone, declaresGone }));
      expect([gone, told]).toEqual([gone, [true, gone === 'not found']]);
    }
  });
});
