import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

/** Serves people by cursor: `people-api.js PORT FILE`, where each line of the file is the answer that one page gives. */
const [port = '0', file = ''] = process.argv.slice(2);
const pages = readFileSync(file, 'utf8')
  .split('\n')
  .map((line) => Buffer.from(line));

createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const page = pages[Number(searchParams.get('cursor') ?? 0)];
  if (pathname !== '/people' || page === undefined) {
    response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"not found"}');
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': page.length }).end(page);
}).listen(Number(port), '127.0.0.1');
