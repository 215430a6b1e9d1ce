import { join } from 'node:path';
import { EmbeddedPostgres, type ServerNews } from '@evenkeel/adapter-postgres';
import { prepareDataFolder } from './data-folder.js';

/** The database of a standalone process: its own server, or one it was told of. */
export interface StandaloneDatabase {
  readonly url: string;
  /** Where it keeps its files; undefined: they are elsewhere. */
  readonly folder?: string;
  /** What a person types to look at the tables. */
  readonly psqlLine: string;
  /** What a person types to edit records; undefined: that database has its own roles. */
  readonly psqlWriteLine?: string;
  stop(): Promise<void>;
}

export async function startDatabase(
  dataDirectory: string,
  url: string | undefined,
  news: ServerNews,
): Promise<StandaloneDatabase> {
  if (url !== undefined) {
    return { url, psqlLine: `psql "$DATABASE_URL"`, stop: () => Promise.resolve() };
  }
  const dataDir = join(dataDirectory, 'postgres');
  prepareDataFolder(dataDir);
  return EmbeddedPostgres.start({ dataDir, news });
}
