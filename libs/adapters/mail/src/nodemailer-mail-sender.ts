import { isIP, type LookupFunction } from 'node:net';
import { MailSender, type Mail, type MailServer } from '@evenkeel/ports';
import { createTransport } from 'nodemailer';
import { asMailError } from './as-mail-error.js';

export interface MailSurroundings {
  /** Throws for an address, written out, that may not be called. */
  readonly check: (url: string) => void;
  /** Looks up names, without addresses that may not be called. */
  readonly lookup: LookupFunction;
  /** Of each step: greeting, answers, silence. */
  readonly timeoutMs: number;
}

/** Hands mail over by SMTP (RFC 5321), with TLS from the first byte or by STARTTLS (RFC 3207). */
export class NodemailerMailSender extends MailSender {
  constructor(private readonly surroundings: MailSurroundings) {
    super();
  }

  async send(mail: Mail, server: MailServer, signal: AbortSignal): Promise<void> {
    try {
      signal.throwIfAborted();
      // What was looked up and allowed is what is connected to.
      const address = await this.addressOf(server);
      const transport = createTransport({ ...this.optionsOf(server), host: address });
      await Promise.race([transport.sendMail({ ...mail, to: [...mail.to] }), rejectionOf(signal)]);
    } catch (error) {
      throw asMailError(error, server);
    }
  }

  private addressOf({ host }: MailServer): Promise<string> {
    const written = host.replace(/^\[|\]$/g, '');
    if (isIP(written) !== 0) {
      this.surroundings.check(`smtp://${isIP(written) === 6 ? `[${written}]` : written}`);
      return Promise.resolve(written);
    }
    return new Promise((resolve, reject) => {
      this.surroundings.lookup(host, { all: false }, (error, found) => {
        const [first] = typeof found === 'string' ? [found] : (found ?? []).map(({ address }) => address);
        if (error !== null || first === undefined) reject(error ?? new Error('no address'));
        else resolve(first);
      });
    });
  }

  private optionsOf({ host, port, encryption, user, password, caCertificate }: MailServer) {
    const { timeoutMs } = this.surroundings;
    return {
      port,
      secure: encryption === 'tls',
      // A server that takes STARTTLS away from what it offers is not given the password.
      requireTLS: encryption === 'starttls',
      ignoreTLS: encryption === 'none',
      ...(user === null ? {} : { auth: { user, pass: password ?? '' } }),
      tls: {
        ...(isIP(host) === 0 && { servername: host }),
        ...(caCertificate !== null && { ca: caCertificate }),
      },
      ...{ connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs },
      // Mail is text of ours: nothing in it leads to a file or to another server.
      ...{ disableFileAccess: true, disableUrlAccess: true },
    };
  }
}

function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
