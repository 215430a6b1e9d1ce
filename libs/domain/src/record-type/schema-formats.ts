import { fullFormats } from 'ajv-formats/dist/formats.js';

/** The formats that a schema may name: those of RFC 3339, 5321, 1123, 2673, 4291, 3986 and 4122. */
export const SCHEMA_FORMATS = [
  'date',
  'time',
  'date-time',
  'duration',
  'email',
  'hostname',
  'ipv4',
  'ipv6',
  'uri',
  'uuid',
] as const;
type SchemaFormat = (typeof SCHEMA_FORMATS)[number];

/** None of them is longer where it is meant; the time that some of the expressions take grows with the square of the length. */
const LONGEST = 2_048;

/** Whether a text is of each format. */
export const formatChecks: Readonly<Record<string, (text: string) => boolean>> = Object.fromEntries(
  SCHEMA_FORMATS.map((name) => [name, (text: string) => text.length <= LONGEST && fits(name, text)]),
);

function fits(name: SchemaFormat, text: string): boolean {
  const format: unknown = fullFormats[name];
  if (format instanceof RegExp) return format.test(text);
  if (typeof format === 'function') return (format as (text: string) => boolean)(text);
  const { validate } = format as { readonly validate: RegExp | ((text: string) => boolean) };
  return typeof validate === 'function' ? validate(text) : validate.test(text);
}
