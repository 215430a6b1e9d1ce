import type { IncomingMessage, ServerResponse } from 'node:http';
import { SyncError, toRequestProblem } from '@evenkeel/domain';
import type { GrpcListening } from '@evenkeel/ports';
import type { ListenSettings } from '../environment/service-environment.js';
import { bare, judgeCall, judgeRequest, type GateRules, type Refusal } from './judge-request.js';

type Next = () => void;

/** Of every answer. Pages load only what this service itself serves, and no other page may frame them. */
const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};

/** What every request to a listener passes before anything of it runs. */
export function gateOf({ host, names = [] }: ListenSettings, callers: GateRules['callers']) {
  const rules: GateRules = { names: setOf([host, ...names]), fronts: setOf(names), callers };
  return (request: IncomingMessage, response: ServerResponse, next: Next): void => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    const { method = '', url = '', headers } = request;
    // Node leaves out the second of two Host headers.
    const hosts = request.headersDistinct['host'] ?? [];
    const refused = judgeRequest({ method, url, headers: { ...headers, host: only(hosts) } }, rules);
    if (refused === undefined) next();
    else refuse(response, url, refused);
  };
}

/** What every call over gRPC passes before anything of it runs. */
export function refusesCalls({ host, names = [] }: ListenSettings): GrpcListening['refusalOf'] {
  const rules = { names: setOf([host, ...names]), fronts: setOf(names) };
  return ({ authority, metadata }) => {
    const refused = judgeCall(metadata, authority, rules);
    return refused === undefined ? undefined : new SyncError(refused.code, refused.detail);
  };
}

function setOf(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.filter(isName).map(bare));
}

/** Listening on every address is no name of any. */
function isName(host: string): boolean {
  return !['0.0.0.0', '::', '[::]', '*', ''].includes(host);
}

function only(values: readonly string[]): string | readonly string[] | undefined {
  return values.length > 1 ? values : values[0];
}

/** RFC 9457. What was sent with the request is not read: the connection ends with the answer. */
function refuse(response: ServerResponse, url: string, refusal: Refusal): void {
  const instance = url.split(/[?#]/, 1)[0];
  response.writeHead(refusal.status, { 'content-type': 'application/problem+json', connection: 'close' });
  response.end(JSON.stringify(toRequestProblem({ ...refusal, instance })));
}

interface ParsedRequest extends IncomingMessage {
  body?: unknown;
}

const EMPTY = new WeakSet<IncomingMessage>();

/** Options of the JSON parser, which takes a body of no bytes for an empty object: {@link forgetEmptyBody} takes that back. */
export function noteEmptyBody(request: IncomingMessage, _response: ServerResponse, body: Buffer): void {
  if (body.length === 0) EMPTY.add(request);
}

/** An absent body is not an empty one: nothing was said, and where something has to be, the request is refused. */
export function forgetEmptyBody(request: ParsedRequest, _response: ServerResponse, next: Next): void {
  if (EMPTY.delete(request)) request.body = undefined;
  next();
}
