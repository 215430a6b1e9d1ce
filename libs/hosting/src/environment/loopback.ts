import { isIPv4 } from 'node:net';

/** True for names and addresses that only this machine can reach. */
export function isLoopback(host: string): boolean {
  const address = host.toLowerCase();
  if (address === 'localhost' || address === '::1' || address === '[::1]') return true;
  return isIPv4(address) && address.startsWith('127.');
}
