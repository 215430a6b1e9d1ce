import { createServer } from 'node:http';
import { productPages } from './products.js';

/** Serves products by cursor: `product-api.js PORT RECORDS`. Its pages are ready before it listens. */
const [port = '0', records = '0'] = process.argv.slice(2);
const pages = productPages(Number(records)).map((text) => Buffer.from(text));

createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const page = pages[Number(searchParams.get('cursor') ?? 0)];
  if (pathname !== '/products' || page === undefined) {
    response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"not found"}');
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': page.length }).end(page);
}).listen(Number(port), '127.0.0.1');
