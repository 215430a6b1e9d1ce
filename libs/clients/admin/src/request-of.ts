import { API_PREFIX, placeholdersOf, type OperationShape } from '@evenkeel/contracts-admin';

/** An HTTP request without the address of the server. */
export interface HttpRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly body: string | undefined;
}

/** Puts each field of a call where its operation wants it: into the path, else the query or the body. */
export function requestOf({ method, path }: OperationShape, call: object): HttpRequest {
  const fields = new Map<string, unknown>(Object.entries(call).filter(([, value]) => value !== undefined));
  let filled: string = path;
  for (const name of placeholdersOf(path)) {
    filled = filled.replace(`:${name}`, encodeURIComponent(String(fields.get(name))));
    fields.delete(name);
  }
  const address = `${API_PREFIX}${filled}`;
  if (method !== 'GET' && method !== 'DELETE') {
    return { method, path: address, body: JSON.stringify(Object.fromEntries(fields)) };
  }
  const query = new URLSearchParams(
    [...fields].map(([name, value]): [string, string] => [name, String(value)]),
  );
  return { method, path: fields.size === 0 ? address : `${address}?${query.toString()}`, body: undefined };
}
