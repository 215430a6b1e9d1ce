/** Where the server finds a secret that a document names. */
export type SecretReference =
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string };

/** As long as a path may be. */
const LONGEST = 1_000;

/** Undefined: it is no reference. */
export function parseSecretReference(text: string): SecretReference | undefined {
  const [, kind, rest] = /^(env|file):(.+)$/s.exec(text) ?? [];
  if (rest === undefined || rest.length > LONGEST) return undefined;
  if (kind === 'env') return /^[A-Za-z_][A-Za-z0-9_]*$/.test(rest) ? { kind, name: rest } : undefined;
  return isPlainPath(rest) ? { kind: 'file', path: rest } : undefined;
}

/** Below a folder, and nothing that leads out of it. */
function isPlainPath(path: string): boolean {
  const parts = path.split('/');
  return !/[\p{Cc}\\]/u.test(path) && parts.every((part) => part !== '' && part !== '.' && part !== '..');
}
