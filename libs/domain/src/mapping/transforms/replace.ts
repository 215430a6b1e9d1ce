import { ofText, ValueRefused, type TransformKind } from './transform-kind.js';

const MAX_LENGTH = 32 * 1024 * 1024;

/** Other text for every occurrence of a text. There are no patterns: they could take for ever. */
export const replace: TransformKind = {
  name: 'replace',
  does: 'Other text for every occurrence of a text. There are no patterns: they could take for ever.',
  settings: { find: 'the text to look for', with: 'what stands in place of it; may be empty' },
  examples: [{ with: { find: '-', with: '' }, value: 'DE-1-2', gives: 'DE12' }],
  compile: (settings) => {
    const find = settings.text('find');
    const substitute = settings.text('with', { empty: true });
    return ofText((text) => {
      const parts = text.split(find);
      if (text.length + parts.length * substitute.length > MAX_LENGTH) {
        throw new ValueRefused('a text that stays below 32 Mi characters');
      }
      return parts.join(substitute);
    });
  },
};
