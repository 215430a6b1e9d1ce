import type { JsonObject } from '@evenkeel/domain';
import { Reply, type Asked } from './list-server.js';

/** A provider of a shape that docs/rest-several-calls.md describes, with rows that change. It takes nothing else. */
export interface CallsProvider {
  readonly answer: (url: URL, asked: Asked) => object | undefined;
  /** Changes, makes and deletes rows. */
  readonly change: () => void;
  /** What a full reading of the first stream has to give, by id. */
  readonly rows: () => Readonly<Record<string, JsonObject>>;
  /** Whether an incremental run is told what was deleted. */
  readonly tellsDeletions: boolean;
}

interface Row {
  readonly id: number;
  updated: number;
  text: string;
  isGone?: boolean;
  readonly of?: string;
}

/** So long ago was what was there from the beginning. */
const AGO_MS = 86_400_000;

class Rows {
  readonly all: Row[];

  constructor(count: number, of?: (id: number) => string) {
    this.all = Array.from({ length: count }, (_, at) => ({
      id: at + 1,
      updated: Date.now() - AGO_MS,
      text: 'first',
      ...(of && { of: of(at + 1) }),
    }));
  }

  get there(): readonly Row[] {
    return this.all.filter(({ isGone }) => isGone !== true);
  }

  change(): void {
    const [first, second] = this.all;
    Object.assign(first!, { text: 'changed', updated: Date.now() });
    Object.assign(second!, { isGone: true, updated: Date.now() });
    this.all.push({ ...first!, id: this.all.length + 1, text: 'new' });
  }
}

/** A moment as the settings write it; throws where it is none, so that the provider refuses. */
function since(text: string | null, pattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/): number {
  if (text === null) return 0;
  if (!pattern.test(text)) throw new Error('no such time');
  return pattern.source.includes('T') ? Date.parse(text) : Number(text) * 1000;
}

const byId = (rows: readonly Row[], idOf: (row: Row) => string, dataOf: (row: Row) => JsonObject) =>
  Object.fromEntries(rows.map((row) => [idOf(row), dataOf(row)]));
const asData = ({ id, text }: Row): JsonObject => ({ id, text });

/** Orders by page numbers, two a page, and the lines of each. */
function lines(): CallsProvider {
  const rows = new Rows(9, (id) => String((id % 5) + 1));
  const lineOf = ({ id, text }: Row) => ({ line: id, text });
  return {
    tellsDeletions: false,
    change: () => rows.change(),
    rows: () =>
      byId(
        rows.there,
        ({ id, of }) => `${of}/${id}`,
        (row) => ({ ...lineOf(row), orderId: row.of ?? '' }),
      ),
    answer: ({ pathname, searchParams: q }) => {
      const [, , order, , line] = pathname.split('/');
      if (order === undefined) {
        const from = (Number(q.get('page')) - 1) * 2;
        return { data: [1, 2, 3, 4, 5, 6].slice(from, from + 2).map((id) => ({ id })) };
      }
      const own = rows.there.filter(({ of }) => of === order);
      if (line === undefined) return { data: own.map(lineOf) };
      const found = own.find(({ id }) => String(id) === line);
      return found && lineOf(found);
    },
  };
}

/** Comments of issues of repositories, of which one listing goes over two pages. */
function comments(): CallsProvider {
  const repositories = ['a', 'b', 'c'].map((name) => ({ id: name, name, owner: { login: `of-${name}` } }));
  const rows = new Rows(7, (id) => (id % 2 === 0 ? 'of-a/a/1' : 'of-c/c/2'));
  const commentOf = asData;
  return {
    tellsDeletions: false,
    change: () => rows.change(),
    rows: () =>
      byId(
        rows.there,
        ({ id }) => String(id),
        (row) => ({
          ...commentOf(row),
          issue: Number(row.of?.split('/')[2]),
          repo: row.of?.split('/')[1] ?? '',
        }),
      ),
    answer: ({ pathname, searchParams: q }) => {
      const [, , owner, repo, , number] = pathname.split('/');
      if (pathname === '/repositories') {
        const isFirst = q.get('page') === null;
        const next = { link: '</repositories?page=2>; rel="next"' };
        return new Reply(
          200,
          isFirst ? repositories.slice(0, 2) : repositories.slice(2),
          isFirst ? next : {},
        );
      }
      if (!repositories.some(({ name, owner: { login } }) => name === repo && login === owner))
        return undefined;
      if (number === undefined) return [{ number: 1 }, { number: 2 }];
      const own = rows.there.filter(({ of }) => of === `${owner}/${repo}/${number}`);
      return own.filter(({ updated }) => updated >= since(q.get('since'))).map(commentOf);
    },
  };
}

/** A row that was deleted is listed with a mark. */
function trash(): CallsProvider {
  const rows = new Rows(6);
  return {
    tellsDeletions: true,
    change: () => rows.change(),
    rows: () =>
      byId(
        rows.there,
        ({ id }) => String(id),
        (row) => ({ ...asData(row), deleted_at: null }),
      ),
    answer: ({ searchParams: q }) => ({
      data: rows.all
        .filter(({ updated }) => updated >= since(q.get('since')))
        .map((row) => ({ ...asData(row), deleted_at: row.isGone ? '2026-01-01' : null })),
    }),
  };
}

function archive(): CallsProvider {
  const rows = new Rows(9);
  return {
    tellsDeletions: true,
    change: () => rows.change(),
    rows: () =>
      byId(
        rows.there,
        ({ id }) => String(id),
        (row) => ({ ...asData(row), archived: false }),
      ),
    answer: ({ searchParams: q }) => {
      const archived = q.get('archived') === 'true';
      const all = rows.all.filter(
        ({ isGone = false, updated }) => isGone === archived && updated >= since(q.get('since')),
      );
      const end = Number(q.get('after')) + Number(q.get('limit'));
      return {
        data: all.slice(Number(q.get('after')), end).map((row) => ({ ...asData(row), archived })),
        next: end < all.length ? end : null,
      };
    },
  };
}

function deletions(): CallsProvider {
  const rows = new Rows(5);
  return {
    tellsDeletions: true,
    change: () => rows.change(),
    rows: () => byId(rows.there, ({ id }) => String(id), asData),
    answer: ({ pathname, searchParams: q }) => {
      const changed = rows.all.filter(({ updated }) => updated >= since(q.get('since')));
      if (pathname === '/customers') return { data: changed.filter(({ isGone }) => !isGone).map(asData) };
      return { ids: changed.filter(({ isGone }) => isGone).map(({ id }) => id) };
    },
  };
}

function events(): CallsProvider {
  const rows = new Rows(5);
  const kindOf = ({ isGone, text }: Row) => (isGone ? 'deleted' : text === 'new' ? 'created' : 'updated');
  return {
    tellsDeletions: true,
    change: () => rows.change(),
    rows: () => byId(rows.there, ({ id }) => String(id), asData),
    answer: ({ pathname, searchParams: q }) => {
      if (pathname === '/customers') return { data: rows.there.map(asData) };
      if (pathname !== '/events') {
        const found = rows.there.find(({ id }) => pathname === `/customers/${id}`);
        return found && asData(found);
      }
      const from = since(q.get('since'), /^\d{10}$/);
      const log = rows.all.flatMap((row) => [
        { type: `customer.${kindOf(row)}`, object_id: row.id, at: row.updated },
        { type: 'invoice.paid', object_id: 'in_1', at: row.updated },
        { type: 'customer.updated', object_id: row.id, at: row.updated },
      ]);
      const all = log.filter(({ at }) => at >= from);
      const end = Number(q.get('after')) + Number(q.get('limit'));
      return { data: all.slice(Number(q.get('after')), end), next: end < all.length ? end : null };
    },
  };
}

export const documentedCalls: Readonly<Record<string, () => CallsProvider>> = {
  lines,
  comments,
  'pages in the trash': trash,
  'contacts and archived ones': archive,
  'customers with deletions': deletions,
  'customers by events': events,
};
