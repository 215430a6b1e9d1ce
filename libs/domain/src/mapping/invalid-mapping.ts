/** Thrown while a mapping is compiled, by the rule or transform that sees what is wrong; the compiler adds where it is. */
export class InvalidMapping extends Error {
  /** @param at the setting it is about, below the place the compiler is at */
  constructor(
    readonly reason: string,
    readonly at: string = '',
  ) {
    super(reason);
  }
}

/** Runs a part of compiling a mapping and adds to what it throws where that was. */
export function inSetting<Result>(at: string, compile: () => Result): Result {
  try {
    return compile();
  } catch (error) {
    if (!(error instanceof InvalidMapping)) throw error;
    throw new InvalidMapping(error.reason, error.at === '' ? at : `${at}.${error.at}`);
  }
}
