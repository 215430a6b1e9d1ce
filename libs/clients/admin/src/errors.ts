import type { ProblemDetails } from '@evenkeel/contracts-admin';

/** The admin API refused a request, and said why (RFC 9457). */
export class AdminRefusal extends Error {
  constructor(
    /** Method and path, for example `GET /jobs/customers`. */
    readonly request: string,
    readonly problem: ProblemDetails,
  ) {
    super(`${request}: ${problem.detail} ${problem.remedy}`);
    this.name = 'AdminRefusal';
  }
}

/** No answer came from the address of the admin API. */
export class AdminAway extends Error {
  constructor(
    readonly url: string,
    readonly why: string,
    /** It took the call and said nothing in time. */
    readonly isSilent = false,
  ) {
    super(`The admin API does not answer at ${url} (${why})`);
    this.name = 'AdminAway';
  }
}

/** An answer came, but none of the admin API in this version. */
export class StrangeAnswer extends Error {
  constructor(
    readonly url: string,
    readonly what: string,
  ) {
    super(`Something that is not this Evenkeel answers at ${url}: ${what}`);
    this.name = 'StrangeAnswer';
  }
}
