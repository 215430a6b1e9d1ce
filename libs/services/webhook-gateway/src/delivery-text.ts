import { isUtf8 } from 'node:buffer';
import { SyncError } from '@evenkeel/domain';

const FORM = 'application/x-www-form-urlencoded';

/**
 * The text of a verified delivery, without a byte order mark: JSON also where it came as a form, whose field `payload` is the JSON (GitHub,
 * Slack), or whose fields are the body. Throws `request.invalid` for bytes that are not UTF-8.
 */
export function textOfDelivery(bytes: Uint8Array, type = ''): string {
  if (!isUtf8(bytes)) throw new SyncError('request.invalid', 'The body of the delivery is not UTF-8');
  const text = new TextDecoder().decode(bytes);
  if (type.split(';')[0]?.trim().toLowerCase() !== FORM) return text;
  const fields = new URLSearchParams(text);
  return fields.get('payload') ?? JSON.stringify(Object.fromEntries(fields));
}
