import { Logger, type LogFields } from '@evenkeel/ports';

export class RememberingLogger extends Logger {
  readonly lines: { readonly message: string; readonly fields: LogFields | undefined }[] = [];

  private keep(message: string, fields?: LogFields): void {
    this.lines.push({ message, fields });
  }
  debug = this.keep.bind(this);
  info = this.keep.bind(this);
  warn = this.keep.bind(this);
  error = this.keep.bind(this);
}
