import { HOLDS } from './held-runs.js';
import { TABLE_RULES, type TableRule } from './table-rules.js';

const SETTINGS: Readonly<Record<Extract<TableRule, { kind: 'days' }>['setting'], string>> = {
  runDays: 'RETENTION_RUN_DAYS',
  changeDays: 'RETENTION_CHANGE_DAYS',
  resolvedFailureDays: 'RETENTION_RESOLVED_FAILURE_DAYS',
  errorLogDays: 'RETENTION_ERROR_LOG_DAYS',
  eventDays: 'RETENTION_EVENT_DAYS',
  triggerMessageDays: 'RETENTION_TRIGGER_MESSAGE_DAYS',
  deliveryDays: 'RETENTION_DELIVERY_DAYS',
  auditDays: 'RETENTION_AUDIT_DAYS',
};

/** What each kind of rule says of a table, in the words of the page. */
const WORDS: { readonly [Kind in TableRule['kind']]: (rule: Extract<TableRule, { kind: Kind }>) => string } =
  {
    kept: ({ because }) => `kept: ${because}`,
    one_per: ({ thing }) => `one row per ${thing}`,
    with: ({ parent }) => `goes with ${parent}`,
    days: ({ setting, but }) => `\`${SETTINGS[setting]}\`${but === '' ? '' : `; kept: ${but}`}`,
    soon: ({ after }) => `goes soon: ${after}`,
  };
const textOf = (rule: TableRule): string => (WORDS[rule.kind] as (of: TableRule) => string)(rule);

const PARTS = {
  tables: () =>
    [
      '| table | its rows |\n| --- | --- |',
      ...Object.keys(TABLE_RULES)
        .toSorted()
        .map((table) => `| \`${table}\` | ${textOf(TABLE_RULES[table]!)} |`),
    ].join('\n'),
  holds: () => HOLDS.map(({ why }) => `- ${why}`).join('\n'),
};

/** The page with its generated parts written anew. */
export function withGrowthRules(page: string): string {
  return Object.entries(PARTS).reduce(
    (text, [name, write]) =>
      text.replace(
        new RegExp(`(<!-- generated: ${name} -->)[^]*?(<!-- end -->)`),
        (_, begin: string, end: string) => `${begin}\n\n${write()}\n\n${end}`,
      ),
    page,
  );
}
