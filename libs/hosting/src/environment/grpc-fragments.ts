import { z } from 'zod';
import type { GrpcListening } from '@evenkeel/ports';
import { pemFile } from './file-fragments.js';
import { readVariables, variable, WrongEnvironment, type Environment } from './variables.js';

/** Where the admin API is served over gRPC. */
export type GrpcSettings = Pick<GrpcListening, 'host' | 'port' | 'tls'>;

/** For what serves the admin API. */
export const grpcVariables = {
  GRPC_PORT: variable({
    meaning: 'The port of the admin API over gRPC; 0 takes any that is free.',
    remedy: 'Give a number from 0 to 65535, another one than PORT.',
    schema: z.coerce.number().int().min(0).max(65_535).optional(),
    defaultText: 'none: it is not served over gRPC',
  }),
  GRPC_HOST: variable({
    meaning: 'The address on which it is served over gRPC.',
    remedy: 'Give an IP address, for example 127.0.0.1, or a host name.',
    schema: z.string().min(1).optional(),
    defaultText: 'HOST',
  }),
  GRPC_TLS_CERT_FILE: variable({
    meaning: 'The certificate by which gRPC is served by TLS, with those between it and its authority.',
    remedy: 'Give the path of a file with certificates in PEM that this process may read.',
    schema: pemFile('CERTIFICATE'),
    defaultText: 'none: in the clear',
  }),
  GRPC_TLS_KEY_FILE: variable({
    meaning: 'The key of that certificate.',
    remedy: 'Give the path of a file with a key in PEM, without a passphrase, that this process may read.',
    schema: pemFile('PRIVATE KEY'),
    defaultText: 'none',
  }),
  GRPC_TLS_CLIENT_CA_FILE: variable({
    meaning:
      'Certificates of the authorities that callers are to have theirs from (mTLS). A key or token is asked for all the same: the certificate says from where a call may come, not who may do what.',
    remedy: 'Give the path of a file with certificates in PEM that this process may read.',
    schema: pemFile('CERTIFICATE'),
    defaultText: 'none: callers show no certificate',
  }),
};

/** Throws {@link WrongEnvironment} also for what does not fit together. */
export function readGrpcSettings(environment: Environment, host: string): { readonly grpc?: GrpcSettings } {
  const values = readVariables(grpcVariables, environment);
  const {
    GRPC_TLS_CERT_FILE: certificate,
    GRPC_TLS_KEY_FILE: key,
    GRPC_TLS_CLIENT_CA_FILE: authorities,
  } = values;
  if ((certificate === undefined) !== (key === undefined)) {
    const name = certificate === undefined ? 'GRPC_TLS_CERT_FILE' : 'GRPC_TLS_KEY_FILE';
    throw wrong(name, 'is missing: a certificate and its key belong together');
  }
  if (certificate === undefined && authorities !== undefined)
    throw wrong('GRPC_TLS_CERT_FILE', 'is missing: callers show their certificates only where TLS is served');
  const tls =
    certificate === undefined || key === undefined
      ? null
      : { certificate, key, clientAuthorities: authorities ?? null };
  if (values.GRPC_PORT === undefined) return {};
  return { grpc: { host: values.GRPC_HOST ?? host, port: values.GRPC_PORT, tls } };
}

function wrong(name: keyof typeof grpcVariables, message: string): WrongEnvironment {
  return new WrongEnvironment([{ name, message, remedy: grpcVariables[name].remedy }]);
}
