import { lookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { SyncError } from '@evenkeel/domain';
import { placeOf } from './place-of.js';

/** `any`: providers may also be on networks of our own. `public`: only where everybody can reach them. */
export const ADDRESS_RULES = ['any', 'public'] as const;
export type AddressRule = (typeof ADDRESS_RULES)[number];

type Subnet = readonly [network: string, bits: number];

/** Never a provider: link-local, where clouds hand out the keys of a machine, and what stands for no host or for many. */
const NEVER: readonly Subnet[] = [
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 3],
  ['::', 128],
  ['fe80::', 10],
  ['fd00:ec2::', 32],
  ['ff00::', 8],
];

/** This machine and networks of our own (RFC 6890), and addresses that hold one of them within. */
const OWN: readonly Subnet[] = [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['::1', 128],
  ['64:ff9b::', 96],
  ['2002::', 16],
  ['fc00::', 7],
];

/** Keeps calls away from addresses where no provider can be. What is checked is what is connected to. */
export class AddressGuard {
  private readonly refused = new BlockList();

  constructor(rule: AddressRule) {
    for (const [network, bits] of rule === 'public' ? [...NEVER, ...OWN] : NEVER) {
      this.refused.addSubnet(network, bits, familyOf(network));
    }
  }

  /** For addresses that are written out, which no name is looked up for. Throws `config.address_refused`. */
  check(url: string): void {
    const host = (URL.parse(url)?.hostname ?? '').replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0 && this.isRefused(host)) throw refusal(placeOf(url), host);
  }

  /** Looks a name up for a socket and leaves out what may not be called. */
  readonly lookup: LookupFunction = (name, options, done) => {
    lookup(name, { ...options, all: true }, (error, found) => {
      if (error !== null) return done(error, []);
      const callable = found.filter(({ address }) => !this.isRefused(address));
      const [first] = callable;
      if (first === undefined) return done(refusal(name, listOf(found)), []);
      if (options.all === true) done(null, callable);
      else done(null, first.address, first.family);
    });
  };

  private isRefused(address: string): boolean {
    // Node looks at an IPv4 address within an IPv6 one (::ffff:10.0.0.1) by the rules of both.
    return this.refused.check(address, familyOf(address));
  }
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6';
}

function listOf(addresses: readonly LookupAddress[]): string {
  return addresses.map(({ address }) => address).join(', ');
}

function refusal(place: string, address: string): SyncError {
  return new SyncError(
    'config.address_refused',
    `${place} is at ${address}, where no provider may be called`,
  );
}
