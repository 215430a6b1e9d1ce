import { problemDetails, refusalStatuses, type Operation } from '@evenkeel/contracts-admin';
import { errorCatalog, type ErrorCode } from '@evenkeel/domain';
import { describeFailure, PROBLEM_TYPE } from '../http/describe-failure.js';
import type { Answer, JsonSchema } from './document-shapes.js';
import { exampleOf } from './examples.js';
import type { SchemaShelf } from './schema-shelf.js';
import { SyncError } from '@evenkeel/domain';

type Headers = NonNullable<Answer['headers']>;

/** Everything that an operation answers, by status. */
export function describeAnswers(operation: Operation, shelf: SchemaShelf): Readonly<Record<string, Answer>> {
  const refused = [...refusalStatuses(operation)].map(([status, codes]) => [
    String(status),
    describeRefusal(operation, codes, shelf.add(problemDetails, 'output')),
  ]);
  return { [operation.status]: describeAnswer(operation, shelf), ...Object.fromEntries(refused) };
}

function describeAnswer({ summary, answer, location, revision }: Operation, shelf: SchemaShelf): Answer {
  const headers: Headers = {
    ...(location === undefined ? {} : { Location: LOCATION }),
    ...(revision?.told ? { ETag: ENTITY_TAG } : {}),
  };
  const example = exampleOf(answer);
  return {
    description: `Done: ${summary.charAt(0).toLowerCase()}${summary.slice(1)}.`,
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    content: {
      'application/json': {
        schema: shelf.add(answer, 'output'),
        ...(example === undefined ? {} : { example }),
      },
    },
  };
}

const LOCATION: Headers[string] = {
  description: 'Path at which to see what the answer tells of.',
  schema: { type: 'string', format: 'uri-reference' },
};
const ENTITY_TAG: Headers[string] = {
  description: 'The revision, to be sent as `If-Match` with a change.',
  schema: { type: 'string' },
};

function describeRefusal({ path }: Operation, codes: readonly ErrorCode[], schema: JsonSchema): Answer {
  const [first] = codes as readonly [ErrorCode];
  const { meaning } = errorCatalog[first];
  const lines = codes.map((code) => `- \`${code}\`: ${errorCatalog[code].meaning}`);
  const example = describeFailure(
    new SyncError(first, meaning),
    `/api/v1${path.replaceAll(/:\w+/g, 'name')}`,
  );
  return { description: lines.join('\n'), content: { [PROBLEM_TYPE]: { schema, example } } };
}
