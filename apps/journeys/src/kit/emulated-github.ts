import type { JsonObject } from '@evenkeel/domain';
import type { EditedFields } from './edited-sides.js';
import { EmulatedProvider } from './emulated-provider.js';
import type { EmulatedRecords } from './emulated-side.js';
import { restExample } from './rest-example.js';

const OWNER = 'octocat';
const REPOSITORY = `/repos/${OWNER}/hello`;
const ISSUES = `${REPOSITORY}/issues`;

/** GitHub as the npm package `emulate` plays it, with one repository. Each of the tokens is limited to 5,000 calls in an hour. */
export function startGithub(folder: string, tokens: readonly string[]): Promise<EmulatedProvider> {
  const owner = { login: OWNER, scopes: ['repo', 'user'] };
  return EmulatedProvider.start({
    ...{ service: 'github', token: OWNER, folder },
    seed: {
      tokens: Object.fromEntries([OWNER, ...tokens].map((token) => [token, owner])),
      github: { users: [{ login: OWNER }], repos: [{ owner: OWNER, name: 'hello' }] },
    },
  });
}

/** By the manifest that ships as an example, as far as that server goes: it knows no repository by its id, so that the issues are those of one, by its name. */
export function githubSettings(url: string): JsonObject {
  const settings = restExample('github', url);
  const streams = settings['streams'] as Readonly<Record<string, JsonObject>>;
  const { parent: _, incremental: __, writes, ...listing } = streams['issues']!;
  const { create = {}, update = {}, answer = {} } = writes as Readonly<Record<string, JsonObject>>;
  const issues = {
    ...{ ...listing, path: ISSUES, idPath: 'number', readOne: { path: `${ISSUES}/{id}` } },
    writes: {
      create: { ...create, path: ISSUES },
      update: { ...update, path: `${ISSUES}/{id}` },
      answer,
      // What a person would do: look whether one of this title is among the newest.
      lookUp: {
        ...{ by: 'field', path: ISSUES, settlesAfterMs: 0, fullPage: 100 },
        params: { state: 'all', per_page: 100, sort: 'created', direction: 'desc' },
        where: { title: '{record.title}' },
      },
    },
  };
  return { ...settings, streams: { issues } };
}

export const GITHUB_TOKEN = OWNER;

export const GITHUB_ISSUES: EmulatedRecords = {
  ...{ path: ISSUES, id: 'number', key: 'title', method: 'PATCH' },
  page: (_, nth) => `${ISSUES}?state=all&per_page=100&page=${nth}`,
  recordsOf: (answer) => answer as readonly JsonObject[],
};

export const GITHUB_FIELDS: EditedFields = {
  key: 'title',
  ours: (text) => ({ body: text }),
  theirs: (text) => ({ state: text === 'new' ? 'open' : 'closed' }),
  contested: () => ({}),
};

/** From now on the server tells this address of every issue that is changed, signed with the secret. */
export async function addGithubHook(github: EmulatedProvider, url: string, secret: string): Promise<void> {
  const config = { url, secret, content_type: 'json' };
  await github.send('POST', `${REPOSITORY}/hooks`, { name: 'web', active: true, events: ['issues'], config });
}
