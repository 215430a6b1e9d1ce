import { inSetting } from '../invalid-mapping.js';
import { compileReader, parseValuesPath } from '../path.js';
import type { TransformKind } from './transform-kind.js';

/** The value so far or, where there is none, the first there is among other fields of the provider's record. */
export const coalesce: TransformKind = {
  name: 'coalesce',
  does: "The value so far or, where there is none, the first there is among other fields of the provider's record.",
  settings: { sources: 'their paths, the first that has a value counts' },
  examples: [
    { with: { sources: ['mobile', 'phone'] }, value: null, record: { phone: '+49 30 1' }, gives: '+49 30 1' },
  ],
  reads: (settings) => settings.texts('sources'),
  compile: (settings) => {
    const readers = settings
      .texts('sources')
      .map((path, index) => inSetting(`sources[${index}]`, () => compileReader(parseValuesPath(path))));
    return (value, record) => {
      if (value !== undefined && value !== null) return value;
      for (const read of readers) {
        const found = read(record);
        if (found !== undefined && found !== null) return found;
      }
      return value;
    };
  },
};
