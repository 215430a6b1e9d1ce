import type { TenantId } from '../ids.js';

/** What a caller may do, from least to most: each may also do what those before it may. */
export const ROLES = ['viewer', 'operator', 'editor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** The tenant that is there from the first start: who administers it administers the installation. */
export interface Rights {
  readonly tenantId: TenantId;
  readonly roles: readonly Role[];
}

/** What an operation asks of its caller. */
export interface NeededRights {
  readonly role: Role;
  /** Whether it is about more than what the caller's tenant has. */
  readonly ofInstallation?: boolean;
}

/** Whether one of the roles includes the other. */
export function includesRole(roles: readonly Role[], needed: Role): boolean {
  return roles.some((role) => ROLES.indexOf(role) >= ROLES.indexOf(needed));
}
