import { createHmac } from 'node:crypto';
import { request, type Agent } from 'node:http';

/** As Evenkeel's own scheme has it, with the time of now. */
export function signed(id: string, externalId: string, secret: string) {
  const body = JSON.stringify({ type: 'customer.updated', data: { id: externalId } });
  const timestamp = String(Math.floor(Date.now() / 1000));
  const hex = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('hex');
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-evenkeel-delivery': id,
    'x-evenkeel-timestamp': timestamp,
    'x-evenkeel-signature': `sha256=${hex}`,
  };
  return { body, headers };
}

/** Rejects where it is answered with anything but 202, or not at all. */
export function post(url: string, agent: Agent, { body, headers }: ReturnType<typeof signed>): Promise<void> {
  return new Promise((resolve, reject) => {
    const sending = request(url, { method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.on('error', reject);
      answer.on('end', () =>
        answer.statusCode === 202 ? resolve() : reject(new Error(`Answered with ${answer.statusCode}`)),
      );
    });
    sending.on('error', reject);
    sending.end(body);
  });
}
