import type { FullDecision } from './decide-full-run.js';

/** What is to be said of a run for which it was so decided; null: nothing. */
export function describeFullRun(
  decision: FullDecision,
  { name, timeoutMinutes }: { readonly name: string; readonly timeoutMinutes: number },
): string | null {
  switch (decision.kind) {
    case 'never':
    case 'later':
      return null;
    case 'changes_first':
      return `A full run is ${dueText(decision)}; the last one did not get everything, so changes are read first, and then it is tried again`;
    case 'too_long':
      return (
        `A full run is ${dueText(decision)}, but would take about ${minutesText(decision.estimateMs)} and the timeout of the job is ` +
        `${timeoutMinutes} min: raise that (\`evenkeel jobs change ${name} --timeout MINUTES\`), or begin one by hand ` +
        `(\`evenkeel run ${name} --full\`), which is then resumed until it has ended`
      );
    case 'begin':
      return `A full run is ${dueText(decision)}: it finds what was deleted, and what incremental runs cannot see`;
    case 'resume':
      return `A full run is ${dueText(decision)}: this one goes on from where it ended`;
  }
}

function dueText({ dueAt }: { readonly dueAt: Date }): string {
  return `due since ${dueAt.toISOString()}`;
}

function minutesText(ms: number): string {
  return `${Math.ceil(ms / 60_000).toLocaleString('en-US')} min`;
}
