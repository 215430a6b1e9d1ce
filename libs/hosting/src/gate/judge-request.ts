import { isIP } from 'node:net';
import type { ErrorCode } from '@evenkeel/domain';
import { isLoopback } from '../environment/loopback.js';

/** What is known of a request before anything of it is read. Header names are in lower case. */
export interface RequestHead {
  readonly method: string;
  /** The target as it was sent. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

export interface GateRules {
  /** By which the service is called besides loopback, in lower case and without brackets. */
  readonly names: ReadonlySet<string>;
  /** Those of them that a proxy in front may have. */
  readonly fronts: ReadonlySet<string>;
  /** `anyone`: what comes in proves itself, for example by a signature. */
  readonly callers: 'own' | 'anyone';
}

export interface Refusal {
  readonly status: 400 | 403 | 415;
  readonly code: Extract<ErrorCode, `request.${string}`>;
  readonly detail: string;
}

/**
 * By which names a path may be called: `own` ones, also by any `address` (what watches a service knows only that, and no page has the
 * origin of an address that is not its own), or by `any`.
 */
type Naming = 'own' | 'address' | 'any';

const WATCHED: Readonly<Record<string, Naming>> = {
  '/livez': 'any',
  '/readyz': 'address',
  '/metrics': 'address',
};

/**
 * Why a request is refused before anything of it runs; undefined where it is not. A browser can be made to send what its user never
 * meant: by a name that was pointed at this machine (the Host then tells), from a page of another site (Origin and Sec-Fetch-Site
 * tell), or as a form, which is asked about nowhere (the content type tells).
 */
export function judgeRequest({ method, url, headers }: RequestHead, rules: GateRules): Refusal | undefined {
  if (!url.startsWith('/')) return refusal(400, 'request.invalid', 'The target of the request is not a path');
  const path = (url.split(/[?#]/, 1)[0] ?? '').toLowerCase().replace(/(?<=.)\/+$/, '');
  const watched = Object.hasOwn(WATCHED, path) ? WATCHED[path] : undefined;
  const naming = watched ?? (rules.callers === 'anyone' ? 'any' : 'own');
  const host = hostOf(one(headers['host']));
  if (!isCalledBy(host?.name, naming, rules.names))
    return foreign(`It was called by the name ${host?.name ?? 'of no host'}, which is none of its own`);
  if (rules.callers === 'anyone' && watched === undefined) return undefined;
  return judgePage(headers, host, rules.fronts) ?? judgeBody(method, headers);
}

/** The same of a call over gRPC, which no page can make by itself and which no proxy turns into one without being told to. */
export function judgeCall(
  headers: RequestHead['headers'],
  authority: string,
  { names, fronts }: Pick<GateRules, 'names' | 'fronts'>,
): Refusal | undefined {
  const host = hostOf(authority);
  if (!isCalledBy(host?.name, 'address', names))
    return foreign(`It was called by the name ${host?.name ?? 'of no host'}, which is none of its own`);
  return judgePage(headers, host, fronts);
}

function isCalledBy(name: string | undefined, naming: Naming, names: ReadonlySet<string>): boolean {
  if (naming === 'any') return true;
  if (name === undefined) return false;
  if (isLoopback(name) || names.has(name)) return true;
  return naming === 'address' && isIP(name) !== 0;
}

/** A browser tells from which page a request comes; what is no browser does not. */
function judgePage(
  headers: RequestHead['headers'],
  host: HostHeader | undefined,
  fronts: ReadonlySet<string>,
): Refusal | undefined {
  const site = one(headers['sec-fetch-site']);
  if (site !== undefined && !['same-origin', 'same-site', 'none'].includes(site.toLowerCase()))
    return foreign('It was called from a page of another site; open the address by itself');
  const origin = one(headers['origin']);
  if (origin === undefined || isOwnOrigin(origin, host, fronts)) return undefined;
  return foreign(`It was called from a page of ${origin.slice(0, 100)}`);
}

/** The page came from here: from the very host and port that is called, or from the usual port of a proxy in front. */
function isOwnOrigin(origin: string, host: HostHeader | undefined, fronts: ReadonlySet<string>): boolean {
  const url = URL.parse(origin);
  if (url === null || !/^https?:$/.test(url.protocol)) return false;
  const name = bare(url.hostname);
  if (url.port === '' && fronts.has(name)) return true;
  const usual = url.protocol === 'https:' ? '443' : '80';
  return name === host?.name && (url.port || usual) === (host.port ?? usual);
}

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;

function judgeBody(method: string, headers: RequestHead['headers']): Refusal | undefined {
  const type = one(headers['content-type']);
  const isRead = ['GET', 'HEAD', 'OPTIONS'].includes(method);
  const hasBody =
    headers['transfer-encoding'] !== undefined || Number(one(headers['content-length']) ?? 0) > 0;
  if (type === undefined ? !hasBody : JSON_TYPE.test(type) || (isRead && !hasBody)) return undefined;
  const given = type === undefined ? 'a body without a Content-Type' : `Content-Type ${type.slice(0, 100)}`;
  return refusal(415, 'request.not_json', `It was sent ${given}; only application/json is taken`);
}

interface HostHeader {
  readonly name: string;
  readonly port: string | undefined;
}

/** `uri-host [ ":" port ]` (RFC 9110, 7.2); undefined for anything else. */
function hostOf(header: string | undefined): HostHeader | undefined {
  const [, name, port] = /^(\[[0-9a-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?$/i.exec(header ?? '') ?? [];
  return name === undefined ? undefined : { name: bare(name), port };
}

/** In lower case, without the brackets of an IPv6 address and the dot of a name that is written out. */
export function bare(name: string): string {
  return name.toLowerCase().replace(/^\[|\]$|\.$/g, '');
}

/** A header that comes twice where one may be is no header at all: which one counts is anybody's guess. */
function one(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value === undefined ? undefined : '';
}

function foreign(detail: string): Refusal {
  return refusal(403, 'request.foreign', detail);
}

function refusal(status: Refusal['status'], code: Refusal['code'], detail: string): Refusal {
  return { status, code, detail };
}
