import { SyncError } from '../errors/sync-error.js';
import { DEFAULT_TENANT } from '../connection/connection.js';
import { includesRole, type NeededRights, type Rights } from './role.js';

/** Why a caller may not carry out an operation; undefined: it may. */
export function judgeCaller(
  { tenantId, roles }: Rights,
  { role, ofInstallation = false }: NeededRights,
): SyncError | undefined {
  if (!includesRole(roles, role))
    return new SyncError(
      'request.forbidden',
      `This needs the role ${role}, and the caller has ${roles.length === 0 ? 'none' : roles.join(', ')}`,
    );
  if (ofInstallation && tenantId !== DEFAULT_TENANT)
    return new SyncError(
      'request.forbidden',
      'This is about the whole installation, and the caller belongs to one tenant of it',
    );
  return undefined;
}
