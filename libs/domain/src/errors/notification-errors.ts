import type { CatalogedError } from './cataloged-error.js';

/** Errors of what is sent to people. */
export const notificationErrors = {
  'mail.unreachable': {
    errorClass: 'transient',
    meaning: 'A mail server does not answer, breaks off, or says that it takes no mail for now.',
    remedy:
      'Nothing to do at first: it is tried again for a day. If it goes on, look at host, port and encryption: `evenkeel notifications show CHANNEL`.',
  },
  'mail.login_refused': {
    errorClass: 'auth',
    meaning: 'A mail server does not take the user name and the password of a channel.',
    remedy:
      'Give the right ones: `evenkeel notifications change CHANNEL --smtp-user USER --password-file FILE`.',
  },
  'mail.insecure': {
    errorClass: 'config',
    meaning:
      'The connection to a mail server cannot be made secret: it offers no STARTTLS, or its certificate is not one that is trusted.',
    remedy:
      'Correct encryption and port, or give the certificate of its authority: `evenkeel notifications change CHANNEL --smtp-ca-file FILE`.',
  },
  'mail.refused': {
    errorClass: 'config',
    meaning: 'A mail server does not take a mail: it refuses its sender, a recipient, or the mail itself.',
    remedy:
      'Correct what the message names: `evenkeel notifications change CHANNEL --mail-from ... --mail-to ...`.',
  },
} as const satisfies Record<string, CatalogedError>;
