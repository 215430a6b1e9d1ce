import { constants, realpathSync, type Stats } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { DEFAULT_TENANT, parseSecretReference, SyncError, type TenantId } from '@evenkeel/domain';
import { SecretReferences } from '@evenkeel/ports';

export interface ReferenceSettings {
  /** With which names of variables have to begin. */
  readonly prefix: string;
  /** The only folder below which files are read; left out: none are. */
  readonly folder?: string | undefined;
  /** Folders and files that are never read, wherever the folder is: they hold what is the engine's own. */
  readonly forbidden: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const MOST_BYTES = 64 * 1024;

/**
 * Secrets from variables of the process and from files below one folder: where Kubernetes mounts secrets, these are links that stay within
 * it. Tenants but the first have files only, each below the folder of its id.
 */
export class ServerSecretReferences extends SecretReferences {
  constructor(private readonly settings: ReferenceSettings) {
    super();
  }

  async resolve(reference: string, tenantId: TenantId): Promise<string> {
    const parsed = parseSecretReference(reference);
    if (parsed === undefined) throw unresolved(reference, 'it is no reference');
    const text =
      parsed.kind === 'env'
        ? this.variable(reference, parsed.name, tenantId)
        : await this.file(reference, parsed.path, tenantId);
    if (text === '') throw unresolved(reference, 'it is empty');
    return text;
  }

  private variable(reference: string, name: string, tenantId: TenantId): string {
    const { prefix, environment } = this.settings;
    if (tenantId !== DEFAULT_TENANT)
      throw unresolved(reference, 'variables are for the first tenant only: give it in a file');
    if (!name.startsWith(prefix))
      throw unresolved(reference, `only variables that begin with ${prefix} are read`);
    const value = environment[name];
    if (value === undefined) throw unresolved(reference, 'the server has no such variable');
    return value;
  }

  private async file(reference: string, path: string, tenantId: TenantId): Promise<string> {
    const { folder } = this.settings;
    if (folder === undefined)
      throw unresolved(reference, 'the server reads no files: EVENKEEL_REF_DIR is not set');
    const below = tenantId === DEFAULT_TENANT ? folder : join(folder, tenantId);
    const [root, file] = [await realOf(below), await realOf(join(below, path))];
    if (root === undefined || file === undefined) throw unresolved(reference, 'there is no such file');
    if (!isBelow(file, root)) throw unresolved(reference, 'it leads out of the folder');
    if (this.isForbidden(file)) throw unresolved(reference, "it is the engine's own");
    return readSmall(reference, file);
  }

  private isForbidden(file: string): boolean {
    return this.settings.forbidden.some((path) => {
      const real = realNow(path);
      return real !== undefined && (file === real || isBelow(file, real));
    });
  }
}

async function realOf(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch {
    return undefined;
  }
}

function realNow(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}

/** Its links are resolved already: one that takes its place meanwhile is not followed, and nothing that would keep us waiting is opened. */
async function readSmall(reference: string, path: string): Promise<string> {
  const file = await openOrNone(path);
  if (file === undefined) throw unresolved(reference, 'it cannot be read');
  try {
    const stats: Stats = await file.stat();
    if (!stats.isFile()) throw unresolved(reference, 'it is no file');
    if (stats.size > MOST_BYTES) throw unresolved(reference, `it is larger than ${MOST_BYTES} bytes`);
    return (await file.readFile('utf8')).replace(/\r?\n$/, '');
  } finally {
    await file.close();
  }
}

async function openOrNone(path: string) {
  try {
    return await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
}

function unresolved(reference: string, why: string): SyncError {
  return new SyncError('config.unresolved_reference', `${reference} cannot be read: ${why}`);
}
