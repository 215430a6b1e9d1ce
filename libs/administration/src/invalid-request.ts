import { InvalidFields, type FieldError } from '@evenkeel/domain';

/** The request does not have the shape the API describes; says so field by field. */
export class InvalidRequest extends InvalidFields {
  constructor(fields: readonly FieldError[]) {
    super('request.invalid', fields);
  }
}
