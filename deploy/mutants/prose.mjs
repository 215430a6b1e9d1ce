import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

const REASON = 'a text for people: its words decide nothing';

/** Kinds, codes and names of fields are one word; what people read has words and spaces. */
const isProse = (texts) => /[a-z]/i.test(texts.join('')) && texts.some((text) => text.includes(' '));

/** Leaves out the mutants of message texts, with what is put into them. Everything else in the domain decides something. */
export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'prose', {
    shouldIgnore({ node }) {
      if (node.type === 'StringLiteral' && isProse([node.value])) return REASON;
      if (node.type !== 'TemplateLiteral') return undefined;
      return isProse(node.quasis.map(({ value }) => value.cooked ?? '')) ? REASON : undefined;
    },
  }),
];
