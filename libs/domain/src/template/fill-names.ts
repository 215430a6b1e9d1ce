/** A name in braces. Braces with anything else in them are text. */
const NAMED = /\{([A-Za-z_]\w*)\}/g;

/** The names that a text has in braces, for example `apiKey` in `Token {apiKey}`. */
export function namesIn(template: string): readonly string[] {
  return [...template.matchAll(NAMED)].map(([, name = '']) => name);
}

/** The text with its names filled, all at once: braces in a value are text. What has no value stays as it is written. */
export function fillNames(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(NAMED, (written, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? written) : written,
  );
}
