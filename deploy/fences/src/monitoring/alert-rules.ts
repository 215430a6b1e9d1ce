import { load } from 'js-yaml';
import { readText } from '../projects.js';

export const RULES_FILE = 'deploy/prometheus/rules.yml';

export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}
export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
}
interface RulesFile {
  readonly groups: readonly {
    readonly name: string;
    readonly rules: readonly (AlertRule | RecordingRule)[];
  }[];
}

export function readRules(): readonly (AlertRule | RecordingRule)[] {
  return (load(readText(RULES_FILE)) as RulesFile).groups.flatMap(({ rules }) => rules);
}

export function readAlerts(): readonly AlertRule[] {
  return readRules().filter((rule): rule is AlertRule => 'alert' in rule);
}
