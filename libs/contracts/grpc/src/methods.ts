import {
  eventView,
  executionView,
  operationList,
  placeholdersOf,
  type Operation,
} from '@evenkeel/contracts-admin';
import { PLACEHOLDERS } from '@evenkeel/contracts-admin';
import { readShape } from './read-shape.js';
import { pascalCase, type FieldShape, type ObjectShape, type ValueShape } from './shape.js';

export const ADMIN_PACKAGE = 'evenkeel.admin.v1';
export const ADMIN_SERVICE = `${ADMIN_PACKAGE}.Admin`;

/** One method of the gRPC service. */
export interface Method {
  readonly name: string;
  readonly operation: Operation;
  /** It goes on telling what happens, where the operation can be followed. */
  readonly isStream: boolean;
}

/** By which names operations are called that are followed. */
const WATCH: Readonly<Record<string, string>> = {
  listExecutionEvents: 'WatchExecution',
  listEvents: 'WatchEvents',
};

/** Of an operation one that answers, and one that goes on telling where it can be followed. In the order of the table. */
export const methods: readonly Method[] = operationList.flatMap((operation) => {
  const name = pascalCase(operation.id);
  const calls = [{ name, operation, isStream: false }];
  if (operation.streams === true)
    calls.push({ name: WATCH[operation.id] ?? `Watch${name}`, operation, isStream: true });
  return calls;
});

/** What is sent: the fields of path, query and body together. */
export function requestShape({ name, operation }: Method): ObjectShape {
  const { query, body } = operation.request;
  const parts = [query, body].filter((part) => part !== undefined);
  const message = `${name}Request`;
  const fields = parts.flatMap((part) => fieldsOf(readShape(part, 'input', message)));
  const description = `What \`${name}\` is asked with.`;
  return { kind: 'object', name: message, description, fields: [...placeholderFields(operation), ...fields] };
}

function placeholderFields({ path }: Operation): readonly FieldShape[] {
  return placeholdersOf(path).map((name) => ({
    ...{ name, shape: { kind: 'text' }, side: 'input', isOptional: false, isNullable: false },
    description: (PLACEHOLDERS[name] ?? '').replace(', percent-encoded', ''),
  }));
}

/** What is answered, or of a stream each message of it. */
export function answerShape({ name, operation, isStream }: Method): ObjectShape {
  if (isStream) return told();
  const shape = readShape(operation.answer, 'output', `${name}Answer`);
  return shape.kind === 'json' ? wholeOf(name, operation) : asObject(shape);
}

/** An answer that is JSON of any shape. */
function wholeOf(name: string, { summary }: Operation): ObjectShape {
  const answer = fieldOf('answer', { kind: 'json' }, 'What HTTP answers.');
  return { ...objectOf(`${name}Answer`, `${summary}.`, [answer]), isWhole: true };
}

/** What those are told who watch: one of its fields is there. */
function told(): ObjectShape {
  const position = fieldOf('position', { kind: 'text' }, 'To be sent as `after` for what comes next.');
  const gap = objectOf('Gap', 'Events behind one position, up to the other, are no longer kept.', [
    fieldOf('after', { kind: 'text' }, 'The position behind which they were.'),
    fieldOf('until', { kind: 'text' }, 'The last of them.'),
  ]);
  const happened = objectOf('Happened', 'Something happened.', [
    position,
    fieldOf('event', readShape(eventView, 'output', 'LifecycleEvent'), 'What it was, as a CloudEvent.'),
  ]);
  return objectOf('Told', 'What those are told who watch: one of its fields is there.', [
    fieldOf(
      'begin',
      objectOf('Begin', 'Told first: from where on.', [position]),
      'Told first: from where on.',
    ),
    fieldOf('happened', happened, 'Something happened.'),
    fieldOf('gap', gap, 'Events are missing, for they are no longer kept.'),
    fieldOf(
      'progress',
      readShape(executionView, 'output', 'Execution'),
      'How far the run that is watched is.',
    ),
    fieldOf('beat', objectOf('Beat', 'Nothing happened, and the stream stands.', []), 'Nothing happened.'),
  ]);
}

function fieldOf(name: string, shape: ValueShape, description: string): FieldShape {
  return { name, shape, description, isOptional: true, isNullable: false, side: 'output' };
}

function objectOf(name: string, description: string, fields: readonly FieldShape[]): ObjectShape {
  return { kind: 'object', name, description, fields };
}

/** Of a body without a shape of its own nothing could be asked by fields. */
function fieldsOf(shape: ValueShape): readonly FieldShape[] {
  return asObject(shape).fields;
}

function asObject(shape: ValueShape): ObjectShape {
  if (shape.kind === 'object') return shape;
  throw new Error(`An operation takes or answers ${shape.kind}, and not fields`);
}
