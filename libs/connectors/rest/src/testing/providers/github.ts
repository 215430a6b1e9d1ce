import type { JsonObject } from '@evenkeel/domain';
import type { Proof, WireAnswer } from '../proving-server.js';
import {
  answered,
  byId,
  ISO_SECONDS,
  isoSeconds,
  momentIn,
  originOf,
  paramsOf,
  Refused,
  shown,
  Table,
  type Row,
  type StandIn,
} from './stand-in.js';
import { writeIssue } from './github-writes.js';

const refusal = (status: number, message: string) =>
  new Refused({
    status,
    body: { message, documentation_url: 'https://docs.github.com/rest', status: String(status) },
  });
const invalid = (why: string) => refusal(422, `Validation Failed: ${why}`);

const PAGE = { per_page: /[1-9]\d?|100/, page: /[1-9]\d*/, direction: /asc|desc/ };
const REPOS = { ...PAGE, sort: /created|updated|pushed|full_name/, affiliation: /[a-z_,]+/, type: /all/ };
const ISSUES = { ...PAGE, sort: /created|updated|comments/, state: /open|closed|all/, since: ISO_SECONDS };

const repoOf = ({ n, text, updatedMs }: Row): JsonObject => ({
  id: 1000 + n,
  name: `repo-${n}`,
  full_name: `ada/repo-${n}`,
  owner: { login: 'ada', id: 7 },
  description: text,
  updated_at: isoSeconds(updatedMs),
});
const issueOf = ({ n, text, updatedMs, more }: Row, repositoryId: number): JsonObject => ({
  id: repositoryId * 1000 + n,
  number: n,
  title: text,
  state: n % 3 === 0 ? 'closed' : 'open',
  updated_at: isoSeconds(updatedMs),
  ...more,
});

/** A page by numbers, with a `Link` header that has the other parameters in it. */
function paged(rows: readonly JsonObject[], proof: Proof): WireAnswer {
  const { url } = proof;
  const size = Number(url.searchParams.get('per_page') ?? 30);
  const page = Number(url.searchParams.get('page') ?? 1);
  const next = new URL(url.pathname + url.search, originOf(proof));
  next.searchParams.set('page', String(page + 1));
  const link = page * size < rows.length ? { link: `<${next.href}>; rel="next"` } : {};
  return {
    headers: { ...link, 'x-ratelimit-limit': '5000', ...LEFT },
    body: rows.slice((page - 1) * size, page * size),
  };
}
const LEFT = {
  'x-ratelimit-remaining': '4987',
  'x-ratelimit-used': '13',
  'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + 1800),
};

function checkHeaders({ headers }: Proof): void {
  if (headers['authorization'] !== 'Bearer a-token') throw refusal(401, 'Bad credentials');
  if (headers['user-agent'] === undefined)
    throw refusal(
      403,
      'Request forbidden by administrative rules. Please make sure your request has a User-Agent header',
    );
  if (headers['x-github-api-version'] !== '2022-11-28') throw refusal(400, 'Unsupported API version');
}

/** GitHub REST API, version 2022-11-28: repositories of the authenticated user, and the issues of each. */
export function github(): StandIn {
  const repos = new Table(5);
  const issues = new Map([1001, 1003, 1005].map((id) => [id, new Table(5)]));
  const isThere = (id: number) => repos.there.some(({ n }) => 1000 + n === id);
  const route = (proof: Proof): WireAnswer => {
    const { url } = proof;
    checkHeaders(proof);
    if (url.pathname === '/user/repos') {
      paramsOf(url, REPOS, invalid);
      return paged(repos.there.map(repoOf), proof);
    }
    const [, id, isOfIssues, number] =
      /^\/repositories\/(\d+)(\/issues)?(?:\/(\d+))?$/.exec(url.pathname) ?? [];
    const row = repos.there.find(({ n }) => 1000 + n === Number(id));
    if (row === undefined) throw refusal(404, 'Not Found');
    if (isOfIssues === undefined) return { body: repoOf(row) };
    const table = issues.get(Number(id)) ?? new Table(0);
    const written = writeIssue(table, proof, {
      number: number === undefined ? undefined : Number(number),
      invalid,
    });
    if (written !== undefined) return { status: written.status, body: issueOf(written.row, Number(id)) };
    if (number !== undefined) return oneIssue(table, Number(id), Number(number));
    const { since, state } = paramsOf(url, ISSUES, invalid);
    const from = momentIn(since, ISO_SECONDS, invalid) ?? 0;
    const changed = table.there.filter(({ updatedMs }) => Date.parse(isoSeconds(updatedMs)) >= from);
    const all = changed.map((each) => issueOf(each, Number(id)));
    return paged(state === 'all' ? all : all.filter((each) => each['state'] === (state ?? 'open')), proof);
  };
  return {
    credentials: { token: 'a-token' },
    strange: { token: 'another-token' },
    streams: { repos: 'nothing', issues: 'changes' },
    answer: (proof) => answered(() => route(proof)),
    change: () => [repos, ...issues.values()].forEach((table) => table.change()),
    rows: (stream) => {
      if (stream === 'repos') return byId(repos.there.map(repoOf), ({ id }) => id);
      const all = [...issues]
        .filter(([id]) => isThere(id))
        .flatMap(([id, { there }]) =>
          there.map((row) => ({ ...issueOf(row, id), repositoryId: String(id) })),
        );
      return byId(all, (row) => `${shown(row['repositoryId'])}/${shown(row['number'])}`);
    },
    tooFast: {
      status: 403,
      body: {
        message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
        documentation_url:
          'https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits',
      },
    },
  };
}

function oneIssue(table: Table, repositoryId: number, number: number): WireAnswer {
  const row = table.all.find(({ n }) => n === number);
  if (row === undefined) throw refusal(404, 'Not Found');
  if (row.isGone) throw refusal(410, 'This issue was deleted');
  return { body: issueOf(row, repositoryId) };
}
