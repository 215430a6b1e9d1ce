import { EXIT, type ExitCode } from './exit-code.js';

/** Something that a person can act on: shown as a message and a remedy, never as a stack. */
export class CliFailure extends Error {
  constructor(
    message: string,
    readonly remedy: string,
    readonly exitCode: ExitCode = EXIT.failed,
    /** For machines: a code of the error catalog, or of the command line's own. */
    readonly code: string = 'cli.failed',
    readonly details: readonly string[] = [],
  ) {
    super(message);
    this.name = 'CliFailure';
  }
}

export class UsageFailure extends CliFailure {
  constructor(message: string, remedy: string) {
    super(message, remedy, EXIT.usage, 'cli.usage');
  }
}

/** No answer comes from the address of the admin API. */
export class AdminUnreachable extends CliFailure {
  constructor(url: string, why: string, isSilent = false) {
    super(
      `The admin API does not answer at ${url} (${why})`,
      isSilent
        ? 'Something listens there and says nothing: if it is Evenkeel look at its log, else say where that is with --url or EVENKEEL_URL.'
        : 'Start Evenkeel with `evenkeel up`, or say where it is with --url or EVENKEEL_URL.',
      EXIT.failed,
      'cli.unreachable',
    );
  }
}

/** It was there when the request for its run was accepted. */
export class JobGone extends CliFailure {
  constructor(job: string) {
    super(
      `Skipped: ${job} was removed before its run began`,
      'See which jobs there are with `evenkeel jobs list`.',
      EXIT.failed,
      'cli.job_gone',
    );
  }
}
