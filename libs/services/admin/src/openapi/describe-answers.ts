import { API_PREFIX, refusalStatuses, type Operation } from '@evenkeel/contracts-admin';
import { errorCatalog, SyncError, type ErrorCode } from '@evenkeel/domain';
import { describeFailure, PROBLEM_TYPE } from '../http/describe-failure.js';
import type { DescribedAnswer, JsonSchema, Reference } from './document-shapes.js';
import { EVENT_STREAM } from '../http/event-stream.js';
import { exampleOf } from './examples.js';
import type { SchemaShelf } from './schema-shelf.js';

type Headers = NonNullable<DescribedAnswer['headers']>;

/** Everything that an operation answers, by status. */
export function describeAnswers(
  operation: Operation,
  shelf: SchemaShelf,
  refusals: RefusalShelf,
): Readonly<Record<string, DescribedAnswer | Reference>> {
  const answers: Record<string, DescribedAnswer | Reference> = {
    [operation.status]: describeAnswer(operation, shelf),
  };
  for (const [status, codes] of refusalStatuses(operation)) answers[status] = refusals.add(codes);
  return answers;
}

function describeAnswer(
  { summary, answer, location, revision, streams }: Operation,
  shelf: SchemaShelf,
): DescribedAnswer {
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
      ...(streams ? { [EVENT_STREAM]: { schema: { type: 'string' }, example: STREAMED } } : {}),
    },
  };
}

const STREAMED = 'id: 1204\nevent: sync.completed\ndata: {"specversion":"1.0", ...}\n\n';

const LOCATION: Headers[string] = {
  description: 'Path at which to see what the answer tells of.',
  schema: { type: 'string', format: 'uri-reference' },
};
const ENTITY_TAG: Headers[string] = {
  description: 'The revision, to be sent as `If-Match` with a change.',
  schema: { type: 'string' },
};
const RETRY_AFTER: Headers[string] = {
  description: 'For how many seconds to wait.',
  schema: { type: 'integer' },
};

/** Where refusals are that many operations share. */
const RESPONSES = '#/components/responses/';

/** More codes than these make no name that a reader could take in. */
const MOST_CODES_OF_A_NAME = 3;

/** Collects the refusals that operations share, so that the document says each of them once. */
export class RefusalShelf {
  private readonly refusals = new Map<string, DescribedAnswer>();

  constructor(private readonly problem: JsonSchema) {}

  add(codes: readonly ErrorCode[]): DescribedAnswer | Reference {
    if (codes.length > MOST_CODES_OF_A_NAME) return describeRefusal(codes, this.problem);
    const name = codes.map(asName).join('Or');
    this.refusals.set(name, describeRefusal(codes, this.problem));
    return { $ref: `${RESPONSES}${name}` };
  }

  /** By name, in order of these. */
  get all(): Readonly<Record<string, DescribedAnswer>> {
    return Object.fromEntries([...this.refusals].sort(([one], [other]) => (one < other ? -1 : 1)));
  }
}

/** `request.not_found` as `NotFound`; the family is said where the rest of it could be of another. */
function asName(code: ErrorCode): string {
  const words = code.replace(/^request\./, '').split(/[._]/);
  return words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join('');
}

function describeRefusal(codes: readonly ErrorCode[], schema: JsonSchema): DescribedAnswer {
  const [first] = codes as readonly [ErrorCode];
  const lines = codes.map((code) => `- \`${code}\`: ${errorCatalog[code].meaning}`);
  const example = describeFailure(
    new SyncError(first, errorCatalog[first].meaning),
    `${API_PREFIX}/jobs/shop-customers`,
  );
  return {
    description: lines.join('\n'),
    ...(first === 'request.too_many' ? { headers: { 'Retry-After': RETRY_AFTER } } : {}),
    content: { [PROBLEM_TYPE]: { schema, example } },
  };
}
