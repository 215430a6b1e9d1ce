import {
  API_PREFIX,
  DEFAULT_ADMIN_URL,
  EVENKEEL_VERSION,
  operationList,
  problemDetails,
  TAGS,
  type Operation,
} from '@evenkeel/contracts-admin';
import { describeAnswers, RefusalShelf } from './describe-answers.js';
import { describeParameters } from './describe-parameters.js';
import type { ApiDocument, DescribedOperation, Server } from './document-shapes.js';
import { exampleOf } from './examples.js';
import { SchemaShelf } from './schema-shelf.js';

const { hostname, port } = new URL(DEFAULT_ADMIN_URL);

/** Where the admin API listens unless it is told otherwise. */
const LOOPBACK: Server = {
  url: 'http://{host}:{port}',
  description: 'An Evenkeel on this machine.',
  variables: {
    host: { default: hostname, description: 'Loopback, or a name of EVENKEEL_HOST_NAMES.' },
    port: { default: port, description: 'The port that the start of Evenkeel prints.' },
  },
};

/** For readers who are served the document by what it describes. */
export const SAME_SERVER: Server = { url: '/', description: 'This server.' };

const INFO = {
  title: 'Evenkeel admin API',
  description:
    'Connections, jobs, runs and records of an Evenkeel. Everything is JSON; bodies are sent with `Content-Type: application/json`. ' +
    'Refusals are RFC 9457 problems with a code, a remedy and, where it is about fields, each field. ' +
    'Lists come in slices: send `next` of one as `cursor` to get the one after it. Times are ISO 8601 in UTC. ' +
    'Numbers keep all of their digits: read them with a parser that does, where they may be large.',
  version: EVENKEEL_VERSION,
  contact: { name: 'Evenkeel' },
  license: { name: 'Apache License 2.0', identifier: 'Apache-2.0' },
};

const KEY = {
  type: 'http',
  scheme: 'bearer',
  description: 'An API key (`evenkeel keys add`), or the owner key in the file that the start names.',
} as const;

/** The admin API as an OpenAPI 3.1 document: all of it follows from the table of operations. */
export function describeApi(server: Server = LOOPBACK): ApiDocument {
  const shelf = new SchemaShelf();
  const refusals = new RefusalShelf(shelf.add(problemDetails, 'output'));
  const paths: Record<string, Record<string, DescribedOperation>> = {};
  for (const operation of operationList) {
    const path = `${API_PREFIX}${operation.path.replaceAll(/:(\w+)/g, '{$1}')}`;
    (paths[path] ??= {})[operation.method.toLowerCase()] = describeOperation(operation, shelf, refusals);
  }
  const { document, schemas } = shelf.finish({ paths, responses: refusals.all });
  return {
    openapi: '3.1.0',
    info: INFO,
    servers: [server],
    // Either: without a key it answers on this machine, unless it was started with EVENKEEL_AUTHENTICATION=keys.
    security: [{ key: [] }, {}],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths: document.paths,
    components: { schemas, responses: document.responses, securitySchemes: { key: KEY } },
  };
}

function describeOperation(
  operation: Operation,
  shelf: SchemaShelf,
  refusals: RefusalShelf,
): DescribedOperation {
  const { id, summary, description, tag, request } = operation;
  return {
    operationId: id,
    summary,
    description: `${description} ${neededRole(operation)}`,
    tags: [tag],
    parameters: describeParameters(operation, shelf),
    ...(request.body === undefined ? {} : { requestBody: describeBody(request.body, shelf) }),
    responses: describeAnswers(operation, shelf, refusals),
  };
}

function neededRole({ role, ofInstallation }: Operation): string {
  return `Needs the role \`${role}\`${ofInstallation ? ' of the first tenant' : ''}.`;
}

function describeBody(
  body: NonNullable<Operation['request']['body']>,
  shelf: SchemaShelf,
): NonNullable<DescribedOperation['requestBody']> {
  const example = exampleOf(body);
  return {
    description: body.description ?? '',
    required: !body.safeParse(undefined).success,
    content: {
      'application/json': {
        schema: shelf.add(body, 'input'),
        ...(example === undefined ? {} : { example }),
      },
    },
  };
}
