import { storableText } from '@evenkeel/domain';

/** Where in a request something is, as a person writes it: `mapping[1].transforms[0].find`. */
export function placeText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? storableText(String(part)) : `${text}.${storableText(String(part))}`;
  }, '');
}
