import { TRANSFORMS, type TransformExample } from '@evenkeel/domain';
import { table } from './markdown.js';

/** The page on mappings: how rules are written, and every transform there is. */
export function mappingManual(): string {
  const transforms = TRANSFORMS.flatMap(({ name, does, settings, examples }) => [
    `### ${name}`,
    '',
    does,
    '',
    ...(Object.keys(settings).length === 0
      ? []
      : [
          table(
            ['setting', 'what it says'],
            Object.entries(settings).map(([setting, says]) => [`\`${setting}\``, says]),
          ),
          '',
        ]),
    table(
      ['transform', 'value', 'gives'],
      examples.map((example) => [
        code(example.with === undefined ? name : { name, ...example.with }),
        valueText(example),
        code(example.gives),
      ]),
    ),
    '',
  ]);
  return [INTRODUCTION, ...transforms].join('\n');
}

function valueText({ value, record }: TransformExample): string {
  const beside =
    record === undefined || Object.keys(record).length === 0 ? '' : ` in a record with ${code(record)}`;
  return `${value === null ? 'none' : code(value)}${beside}`;
}

function code(value: unknown): string {
  return `\`${JSON.stringify(value)}\``;
}

const INTRODUCTION = `# Mapping: from the provider's record to yours

Without a mapping a record is kept as the provider gives it, digit by digit ([values](values.md)). A mapping is a list of rules, one for each
field of your record; what no rule names is left out. Give it to a job as a file or in quotes:

\`\`\`
evenkeel jobs add shop-customers --connection shop --stream customers --record-type customer --mapping mapping.json
evenkeel jobs change shop-customers --mapping mapping.json
\`\`\`

\`\`\`json
[
  { "source": "id", "target": "id" },
  { "source": "name", "target": "full_name", "transforms": ["trim"], "required": true },
  { "source": "email", "target": "contact.email", "transforms": ["trim", "lowercase"] },
  { "source": "created", "target": "created_at", "transforms": [{ "name": "date", "from": "unix" }] },
  { "source": "lines.*.sku", "target": "skus" },
  { "source": "country", "target": "country", "default": "unknown" }
]
\`\`\`

| member       | what it says                                                                                                                       |
| ------------ | ---------------------------------------------------------------------------------------------------------------------------------- |
| \`source\`     | path into the provider's record                                                                                                    |
| \`target\`     | path in your record: objects are made as they are needed. No two rules have the same one, and none lies within another             |
| \`transforms\` | what is done to the value, one after the other: a name, or an object with the name and its settings                                |
| \`required\`   | a record in which the value is absent or null, after transforms and default, is rejected                                           |
| \`default\`    | used where the value is absent or null                                                                                             |

- **Paths** are dotted; a number leads into a list (\`phones.0\`), \`*\` takes every entry of one (\`lines.*.sku\` is a list), \`$\` is the whole
  record. A dot or backslash within a name is escaped: \`odata\\.etag\` (in JSON \`"odata\\\\.etag"\`).
- **No value**: most transforms leave what is absent absent and null null. \`default\`, \`coalesce\` and \`template\` may make a value where there is none.
- **What a transform cannot take** rejects the record, and only that one: it is counted, kept and listed (\`evenkeel dlq list\`) with the field and the
  kind of its value, never the value itself.
- **A change of the mapping** is for the next run, which compares every record again. \`evenkeel preview JOB\` says what it would change, and writes nothing.
- **What is wrong in a mapping** is told at once when the job is added or changed, each rule with its place:
  \`mapping[2].transforms[0].name: must be one of trim, lowercase ...; did you mean lowercase?\`

## Transforms
`;
