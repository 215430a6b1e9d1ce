const DEPTH = 3;

/** What a log line tells of something thrown: no other property, since clients hang requests with their headers on errors. */
export function describeThrown(thrown: unknown, depth = DEPTH): unknown {
  if (!(thrown instanceof Error)) return thrown;
  const code = (thrown as { readonly code?: unknown }).code;
  return {
    name: thrown.name,
    message: thrown.message,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    stack: thrown.stack,
    ...(thrown.cause !== undefined && depth > 0 ? { cause: describeThrown(thrown.cause, depth - 1) } : {}),
  };
}
