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
| \`direction\`  | \`in\`: from the provider to you; \`out\`: the other way; \`both\`. Left out: \`in\`                                               |
| \`outTransforms\` | what is done to your value on the way out; left out in a rule that goes both ways: its transforms are undone                      |

- **Paths** are dotted; a number leads into a list (\`phones.0\`), \`*\` takes every entry of one (\`lines.*.sku\` is a list), \`$\` is the whole
  record. A dot or backslash within a name is escaped: \`odata\\.etag\` (in JSON \`"odata\\\\.etag"\`).
- **No value**: most transforms leave what is absent absent and null null. \`default\`, \`coalesce\` and \`template\` may make a value where there is none.
- **What a transform cannot take** rejects the record, and only that one: it is counted, kept and listed (\`evenkeel dlq list\`) with the field and the
  kind of its value, never the value itself.
- **A change of the mapping** is for the next run, which compares every record again. \`evenkeel preview JOB\` says what it would change, and writes nothing.
- **What is wrong in a mapping** is told at once when the job is added or changed, each rule with its place:
  \`mapping[2].transforms[0].name: must be one of trim, lowercase ...; did you mean lowercase?\`

## Testing a mapping without a run

\`\`\`
evenkeel jobs test-mapping mapping.json --records records.json
evenkeel jobs test-mapping shop-customers --sample 20
evenkeel jobs test-mapping mapping.json --job shop-customers --sample 20
\`\`\`

Each field is shown before and after, and each refusal with its reason; nothing is kept. \`--records\` takes a list of at most 100 records (1 MB) or one
record, \`--sample\` reads the first ones that the provider lists (10 unless it is said). With a job its filter and fields count too, and with \`--job\` the rules of the
file stand in place of its own. \`--json\` gives all of it to a script; the exit code is 1 where a record would be rejected.

\`\`\`
record 1 is mapped
  email " Ada@Example.com" -> contact.email "ada@example.com"
  created 1772352000 -> created_at "2026-03-01T08:00:00.000Z"

record 2 would be rejected
  email (none) -> contact.email (none)
  created "soon" -> REFUSED created -> created_at: date takes seconds since 1970, and got a text (record.transform_failed)
\`\`\`

## Both directions

A rule of direction \`out\` or \`both\` says also what the provider is sent, by jobs that write to it ([records that go out](outbound.md),
[two-way](two-way.md)). It is checked when the job is added or changed, whichever its direction.

\`\`\`json
[
  { "source": "id", "target": "id" },
  { "source": "tags", "target": "tags", "direction": "both", "transforms": [{ "name": "split", "separator": "," }] },
  {
    "source": "state",
    "target": "state",
    "direction": "both",
    "transforms": [
      { "name": "cast", "to": "integer", "from": "number" },
      { "name": "lookup", "table": { "1": "open", "2": "done" } }
    ]
  },
  { "source": "name", "target": "name", "direction": "both", "transforms": ["trim"], "outTransforms": [] },
  { "source": "editor", "target": "edited_by", "direction": "out", "default": "evenkeel" }
]
\`\`\`

- **A rule that goes both ways is undone where nothing was lost**: \`split\` by \`join\`, a \`lookup\` whose values all differ and that has no
  \`otherwise\`, a \`template\` with one \`{}\` by \`unwrap\` and the other way round, a \`date\` by a pattern without distance from UTC, or of whole seconds
  or milliseconds, by \`write_date\`, and a \`cast\` that says \`from\`. A cast with \`from\` before them tells the others what the provider sends: here \`state\`
  is sent as the number that came. What cannot be undone says so when the job is added:
  \`mapping[3].transforms[0]: trim cannot be undone: several of the provider's values become one; say in outTransforms ...\`
- **\`outTransforms\`** say it themselves, and get your record where they read other fields. An empty list sends the value as it is. A rule with a
  \`default\` needs them too: on the way out a default cannot be told from a value. It is sent only by a rule of direction \`out\`.
- **What would come back as another value is refused**, where a rule is undone: a tag with a comma in it, a time finer than the pattern writes.
- The \`source\` of a rule that goes out names a field, no list entry, and no two of them the same.

## Transforms
`;
