import {
  ACTOR_HEADER,
  API_PREFIX,
  operationList,
  refusalCodes,
  type Operation,
} from '@evenkeel/contracts-admin';
import type { ErrorCode } from '@evenkeel/domain';
import { isOfApi } from '../http/methods-at.js';
import { PROBLEM_TYPE } from '../http/describe-failure.js';
import { answerOf } from '../openapi/answer-of.js';
import { describeApi } from '../openapi/describe-api.js';
import type { JsonSchema } from '../openapi/document-shapes.js';
import { DocumentSchemas } from './document-schemas.js';

/** An answer of the admin API as it came, and what it answers. */
export interface GivenAnswer {
  readonly method: string;
  /** Without the query, as it was sent. */
  readonly path: string;
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
}

const document = describeApi();
const schemas = new DocumentSchemas(document);

const ROUTES = operationList.map((operation) => ({
  operation,
  pattern: new RegExp(`^${API_PREFIX}${operation.path.replaceAll(/:\w+/g, '[^/]+')}$`),
}));

function operationAt(method: string, path: string): Operation | undefined {
  return ROUTES.find((route) => route.operation.method === method && route.pattern.test(path))?.operation;
}

/**
 * Throws where an answer is not what the published document says of its operation: a status, a code, a type or a header that is not
 * declared, or a body with a member too many, too few or of another shape.
 */
export function checkAnswer(answer: GivenAnswer): void {
  const { method, path, status } = answer;
  if (!isOfApi(path) || method === 'HEAD' || method === 'OPTIONS') return;
  const says = (what: string) => new Error(`${method} ${path} answered ${status}, ${what}: ${answer.text}`);
  const operation = operationAt(method, path);
  const body = bodyOf(answer, says);
  if (operation === undefined) {
    // Callers are looked at before addresses are: without a key it is not told what there is.
    if (![401, 404, 405].includes(status) && !isOfCaller(status, body))
      throw says('although there is no such operation');
    return checkProblem(answer, body, says);
  }
  const described = document.paths[documentPath(operation)]?.[method.toLowerCase()];
  const declared = described && answerOf(document, described, status);
  if (declared === undefined) throw says(`which ${operation.id} does not declare`);
  for (const name of Object.keys(declared.headers ?? {})) {
    if (answer.headers[name.toLowerCase()] === undefined) throw says(`without the declared header ${name}`);
  }
  if (status < 400) return checkBody(declared.content['application/json']?.schema ?? {}, body, says);
  checkProblem(answer, body, says);
  const { code } = body as { readonly code: ErrorCode };
  if (!refusalCodes(operation).includes(code))
    throw says(`with a code that ${operation.id} does not declare`);
}

type Says = (what: string) => Error;

function bodyOf({ status, headers, text }: GivenAnswer, says: Says): unknown {
  const type = status < 400 ? 'application/json' : PROBLEM_TYPE;
  if (!headers['content-type']?.startsWith(type)) throw says(`as ${headers['content-type']} and not ${type}`);
  try {
    return JSON.parse(text);
  } catch {
    throw says('which is not JSON');
  }
}

/** The name that a caller gives itself is refused wherever it calls. */
function isOfCaller(status: number, body: unknown): boolean {
  const { errors } = body as { readonly errors?: readonly { readonly path: string }[] };
  return status === 400 && errors?.length === 1 && errors[0]?.path === ACTOR_HEADER;
}

function checkProblem({ path, status }: GivenAnswer, body: unknown, says: Says): void {
  checkBody({ $ref: '#/components/schemas/Problem' }, body, says);
  const problem = body as {
    readonly status: number;
    readonly instance: string;
    readonly errorClass?: string;
  };
  if (problem.status !== status || problem.instance !== path || problem.errorClass === undefined) {
    throw says('with a problem of another request');
  }
}

function documentPath({ path }: Operation): string {
  return `${API_PREFIX}${path.replaceAll(/:(\w+)/g, '{$1}')}`;
}

function checkBody(schema: JsonSchema, body: unknown, says: Says): void {
  const wrong = schemas.complaints(schema, body);
  if (wrong.length > 0) throw says(`which its schema refuses (${wrong.slice(0, 5).join('; ')})`);
}
