import {
  part,
  AccessRules,
  AuditScope,
  Clock,
  Hmac,
  Ids,
  Logger,
  Resealer,
  SealedTexts,
  Store,
  type Part,
} from '@evenkeel/ports';
import { AdmitCallers } from './access/admit-callers.js';
import { KeepOwnerKey } from './access/keep-owner-key.js';
import { ManageApiKeys } from './access/manage-api-keys.js';
import { ManageTenants } from './access/manage-tenants.js';
import { RemoveTenantUseCase } from './access/remove-tenant.js';
import { ShowCaller } from './access/show-caller.js';
import { AuditTrail } from './audit/audit-trail.js';
import { ListAuditLog } from './audit/list-audit-log.js';
import { RotateKeys } from './keys/rotate-keys.js';

/** Who may do what, and who did. */
export const accessParts: readonly Part[] = [
  part(AdmitCallers, Store, AccessRules, Hmac),
  part(KeepOwnerKey, Store, AccessRules, Hmac, Ids),
  part(ShowCaller),
  part(AuditTrail, Store, AuditScope, Ids, Clock, Logger),
  part(ListAuditLog, Store),
  part(RotateKeys, SealedTexts, Resealer, Logger),
  part(ManageTenants, Store, Hmac, Ids, Logger),
  part(RemoveTenantUseCase, Store, Logger),
  part(ManageApiKeys, Store, Hmac, Ids, Logger),
];
