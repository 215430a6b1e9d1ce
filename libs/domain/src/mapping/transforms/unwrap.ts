import { ofText, ValueRefused, type TransformKind } from './transform-kind.js';

/** The way back from a template with one place: what stands between a beginning and an end. */
export const unwrap: TransformKind = {
  name: 'unwrap',
  does: 'What stands between a beginning and an end of a text; one without them is refused.',
  settings: {
    before: 'the beginning; left out: none',
    after: 'the end; left out: none',
  },
  examples: [
    { with: { before: 'https://shop.example/' }, value: 'https://shop.example/cus_1', gives: 'cus_1' },
    { with: { before: '<', after: '>' }, value: '<a>', gives: 'a' },
  ],
  compile: (settings) => {
    const before = settings.text('before', { fallback: '', empty: true });
    const after = settings.text('after', { fallback: '', empty: true });
    return ofText((text) => {
      const isWrapped = text.length >= before.length + after.length;
      if (!isWrapped || !text.startsWith(before) || !text.endsWith(after))
        throw new ValueRefused('a text with its beginning and its end');
      return text.slice(before.length, text.length - after.length);
    });
  },
  invert: (settings) => {
    const literal = (name: string) =>
      settings.text(name, { fallback: '', empty: true }).replace(/[{}]/g, (brace) => brace + brace);
    const template = `${literal('before')}{}${literal('after')}`;
    if (template.length > 1000) return 'its beginning and its end are longer than a template';
    return { transforms: [{ name: 'template', template }], gives: 'string' };
  },
};
