import type { MailSettings } from '@evenkeel/domain';

/** A mail server as it is logged in to. */
export interface MailServer extends Omit<MailSettings, 'to' | 'from'> {
  /** Null: none is sent. */
  readonly password: string | null;
}

export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** The same for each attempt: a server, or a reader, may know by it that it has the mail already. */
  readonly messageId: string;
}

/**
 * Hands mail over to servers. No address is called that no provider may be called at. Rejects with a `SyncError` of a `notification.*` code, or with
 * `config.address_refused`, whose messages show no password.
 */
export abstract class MailSender {
  abstract send(mail: Mail, server: MailServer, signal: AbortSignal): Promise<void>;
}
