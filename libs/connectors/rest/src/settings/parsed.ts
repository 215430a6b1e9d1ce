import { SyncError, type JsonObject } from '@evenkeel/domain';
import type { z } from 'zod';

/** Throws `config.invalid_settings` that names the first wrong field. */
export function parsed<T>(schema: z.ZodType<T>, value: JsonObject, where: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = [where, ...(issue?.path ?? []).map(String)].join('.');
  throw new SyncError('config.invalid_settings', `${field}: ${issue?.message ?? 'is not valid'}`);
}
