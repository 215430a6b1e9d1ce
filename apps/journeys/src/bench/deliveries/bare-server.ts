import { createServer } from 'node:http';
import { Pool } from 'pg';

/** Inserts each body that is sent to it as a row of a delivery, and does nothing else: `bare-server.js PORT DATABASE`. */
const [port = '0', databaseUrl = ''] = process.argv.slice(2);
const pool = new Pool({ connectionString: databaseUrl, max: 10 });
const INSERT = {
  name: 'insert',
  text: `insert into evenkeel.bare_delivery (endpoint_id, delivery_id, state, stream, change, external_ids, body, trigger_ids)
    values ('00000000-0000-0000-0000-000000000000', $1, 'accepted', 'customers', 'changed', $2, $3, '{}') on conflict do nothing`,
};

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString();
    const { data } = JSON.parse(body || '{"data":{"id":""}}') as { data: { id: string } };
    const id = request.headers['x-evenkeel-delivery'] ?? 'none';
    pool.query({ ...INSERT, values: [id, [data.id], body] }).then(
      () => response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"accepted"}'),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
}).listen(Number(port), '127.0.0.1');
