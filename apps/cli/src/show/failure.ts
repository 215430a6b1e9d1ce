import { parseJson, type FailureView } from '@evenkeel/contracts-admin';
import { renderFields } from './table.js';
import { timeText } from './text.js';

/** Why a record failed, what to do about it, what it looked like and what became of it so far. */
export function describeFailure(failure: FailureView): readonly string[] {
  const { id, job, externalId, state, executions, stage, problem, editedBy } = failure;
  return [
    ...renderFields([
      ['failure', id],
      ['job', job.name],
      ['external id', externalId ?? '(no id)'],
      ['state', `${state}, failed in ${executions} ${executions === 1 ? 'execution' : 'executions'}`],
      ['failed at', `${stage}: ${problem.message} (${problem.errorClass}, ${problem.code})`],
      ['remedy', problem.remedy],
      ['group', failure.group],
      ['first', timeText(failure.firstFailedAt)],
      ['last', `${timeText(failure.lastFailedAt)}, execution ${failure.lastExecutionId}`],
      ...(editedBy === null ? [] : [['edited by', editedBy] as const]),
    ]),
    ...payloadLines(editedBy === null ? 'as the provider gave it' : 'as it was edited', failure.raw),
    ...payloadLines('as the mapping made it', failure.mapped),
    'history',
    ...failure.history.map((event) => `  ${timeText(event.at)}  ${describeEvent(event)}`),
  ];
}

function describeEvent(event: FailureView['history'][number]): string {
  switch (event.kind) {
    case 'failed':
      return `failed: ${event.message} (${event.code}), execution ${event.executionId}`;
    case 'resolved':
      return `applied, execution ${event.executionId}`;
    case 'discarded':
      return `discarded by ${event.actor}: ${event.reason}`;
    default:
      return `${event.kind} by ${event.actor}`;
  }
}

function payloadLines(title: string, text: string | null): readonly string[] {
  return text === null ? [] : [title, ...indented(text).map((line) => `  ${line}`)];
}

/** Set out over lines where it is JSON small enough to be read; numbers must not lose digits on the way. */
function indented(text: string): readonly string[] {
  try {
    const parsed = parseJson(text);
    return JSON.stringify(parsed) === text ? JSON.stringify(parsed, null, 2).split('\n') : [text];
  } catch {
    return [text];
  }
}
