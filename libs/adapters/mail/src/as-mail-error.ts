import { strikeOut, SyncError, waysToWrite, type ErrorCode } from '@evenkeel/domain';
import type { MailServer } from '@evenkeel/ports';

/** What nodemailer says of an error. */
interface MailFailure {
  readonly code?: string;
  /** Of the answer of the server. */
  readonly responseCode?: number;
  readonly message: string;
}

const LONGEST = 300;
/** Of node's TLS: the certificate is not one that is trusted. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_|HOSTNAME|ALTNAME/;

/** Any error as one of the catalog, without the password. */
export function asMailError(error: unknown, { host, port, password }: MailServer): SyncError {
  if (error instanceof SyncError) return error;
  const failure = error as MailFailure;
  const secrets =
    password === null ? [] : [...waysToWrite(password), Buffer.from(password).toString('base64')];
  const said = strikeOut(failure.message ?? String(error), secrets).slice(0, LONGEST);
  return new SyncError(codeOf(failure), `The mail server ${host}:${port}: ${said}`);
}

function codeOf({ code = '', responseCode = 0, message = '' }: MailFailure): ErrorCode {
  if (CERTIFICATE.test(code) || code === 'ETLS' || /certificate/i.test(message)) return 'mail.insecure';
  if (code === 'EAUTH')
    return responseCode >= 400 && responseCode < 500 ? 'mail.unreachable' : 'mail.login_refused';
  return responseCode >= 500 ? 'mail.refused' : 'mail.unreachable';
}
