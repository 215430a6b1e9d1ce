import { ExactNumber } from '@evenkeel/contracts-admin';
import { stringify, type ScalarTag } from 'yaml';

const EXACT_NUMBER: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  identify: (value) => value instanceof ExactNumber,
  resolve: (text) => text,
  stringify: ({ value }) => String(value),
};

const STORED_SAYS = [
  '# `stored`: that secret stays as this installation has it. To apply it elsewhere put a reference in its place,',
  '# env:NAME or file:PATH.',
];

/** Documents below each other, as they are kept in files. */
export function writeYaml(documents: readonly object[]): string {
  const texts = documents.map((document) =>
    stringify(document, {
      lineWidth: 0,
      aliasDuplicateObjects: false,
      customTags: (tags) => [EXACT_NUMBER, ...tags],
    }),
  );
  const body = texts.join('---\n');
  const says = /^\s+[\w.-]+: stored$/m.test(body) ? STORED_SAYS.map((line) => `${line}\n`).join('') : '';
  return `${says}${body}`;
}
