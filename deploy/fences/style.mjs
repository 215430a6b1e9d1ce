/** The numbers of the style guide, as ESLint rules. */
const MOST_PARAMETERS = 4;
/** Of a constructor, which is given what a class needs. */
const MOST_DEPENDENCIES = 5;

const noExportAll = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { names: 'Name what the library offers: readers and tools see it at its door.' },
  },
  create: (context) => ({
    ExportAllDeclaration: (node) => {
      if (node.exported === null) context.report({ node, messageId: 'names' });
    },
  }),
};

const maxParameters = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { many: '{{count}} parameters, at most {{most}}: give an object.' },
  },
  create: (context) => {
    const check = (node) => {
      const isConstructor = node.parent.type === 'MethodDefinition' && node.parent.kind === 'constructor';
      const most = isConstructor ? MOST_DEPENDENCIES : MOST_PARAMETERS;
      const count = node.params.length;
      if (count > most) context.report({ node, messageId: 'many', data: { count, most } });
    };
    return {
      FunctionDeclaration: check,
      FunctionExpression: check,
      ArrowFunctionExpression: check,
      TSEmptyBodyFunctionExpression: check,
    };
  },
};

export const style = {
  plugin: { rules: { 'no-export-all': noExportAll, 'max-parameters': maxParameters } },
  rules: {
    'max-lines': ['error', { max: 200, skipBlankLines: true, skipComments: true }],
    'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
    'style/no-export-all': 'error',
    'style/max-parameters': 'error',
  },
};

/** In specs a `describe` is one long function, and tables have as many columns as they need. */
export const styleOff = {
  'max-lines': 'off',
  'max-lines-per-function': 'off',
  'style/max-parameters': 'off',
};
