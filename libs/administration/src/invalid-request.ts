import { SyncError } from '@evenkeel/domain';

export interface FieldError {
  readonly path: string;
  readonly message: string;
}

/** The request does not have the shape the API describes; says so field by field. */
export class InvalidRequest extends SyncError {
  constructor(readonly fields: readonly FieldError[]) {
    super(
      'request.invalid',
      fields.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; '),
    );
  }
}
