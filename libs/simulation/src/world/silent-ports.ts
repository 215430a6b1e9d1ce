import {
  CredentialBox,
  HttpCallers,
  KeyedDigest,
  Logger,
  Meter,
  MailSender,
  ModelCaller,
  WebhookSecretBox,
  type HttpCaller,
} from '@evenkeel/ports';

/** Ports whose answers no simulated run depends on. */
export class SilentLogger extends Logger {
  debug(): void {}
  info(): void {}
  warn(): void {}
  error(): void {}
}

export class SilentMeter extends Meter {
  counter() {
    return { add: () => undefined };
  }
  gauge() {
    return { set: () => undefined, clear: () => undefined };
  }
  histogram() {
    return { observe: () => undefined };
  }
}

/** The scripted provider takes no credentials. */
export class NoCredentials extends CredentialBox {
  seal(): string {
    return '';
  }
  open() {
    return {};
  }
  nameOf(): string {
    return '';
  }
}

/** What is delivered in a world is not signed. */
export class AnySecrets extends WebhookSecretBox {
  seal(): string {
    return '';
  }
  open() {
    return { secret: 'none' };
  }
  nameOf(): string {
    return '';
  }
}

/** The scripted provider is not reached over HTTP. */
export class NoHttp extends HttpCallers {
  forget(): void {
    // It holds nothing.
  }

  forConnection(): HttpCaller {
    return { json: () => Promise.reject(new Error('A simulated process makes no HTTP call')) };
  }
}

/** Simulated worlds have no channels. */
export class NoMail extends MailSender {
  send(): Promise<never> {
    return Promise.reject(new Error('A simulated process sends no mail'));
  }
}

/** Simulated worlds have no model. */
export class NoModel extends ModelCaller {
  ask(): Promise<never> {
    return Promise.reject(new Error('A simulated process asks no model'));
  }
}

/** Jobs of simulated worlds hash nothing. */
export class WithoutKey extends KeyedDigest {
  of(): never {
    throw new Error('A simulated world has no keys');
  }
}
