import { parseJson } from '@evenkeel/domain';
import type { BodyFormat } from '@evenkeel/ports';

/** What a body is in unless its call says otherwise (RFC 8259). */
export const jsonFormat: BodyFormat = {
  name: 'JSON',
  accept: 'application/json',
  isNamedBy: (type) => /^(?:[\w.+/-]*[/+-])json$/.test(type),
  begins: /^\s*[[{]/,
  read: parseJson,
};
