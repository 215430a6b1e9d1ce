/**
 * The house as a table: which floor may import which, and which packages from outside it may touch.
 * Look down, never up, never sideways. `eslint.config.mjs` turns it into rules; the specs beside this file plant
 * one violation per fence.
 *
 * `inSpecs` is added for `*.spec.ts`, `*.conformance.ts` and everything below a `testing` folder.
 */
const NEST = [
  '@nestjs/common',
  '@nestjs/core',
  '@nestjs/microservices',
  '@nestjs/platform-express',
  '@nestjs/swagger',
  'reflect-metadata',
  'rxjs',
  'express',
];
const CONTRACTS = ['floor:contracts'];
const SEAMS = ['floor:domain', ...CONTRACTS, 'floor:ports'];

/** Tag -> what its projects may import. Every project carries exactly one `floor:` tag. */
export const floors = {
  'floor:domain': {
    projects: [],
    packages: [
      'ajv',
      'ajv-formats',
      'croner',
      'double-metaphone',
      'fastest-levenshtein',
      'libphonenumber-js',
      're2js',
    ],
    // An independent calendar, to compare schedules with.
    inSpecs: { packages: ['temporal-polyfill'] },
  },
  'floor:contracts': { projects: ['floor:domain', ...CONTRACTS], packages: ['zod'] },
  'floor:ports': { projects: ['floor:domain', ...CONTRACTS], packages: [] },
  'floor:operations': {
    projects: SEAMS,
    packages: [],
    // They are tested on the real store: there is no in-memory twin.
    inSpecs: { projects: ['floor:conformance', 'adapter:postgres'] },
  },
  // Admin use cases for a caller, behind whatever face it speaks through.
  'floor:administration': {
    projects: [...SEAMS, 'floor:operations'],
    packages: [],
    inSpecs: { projects: ['floor:conformance', 'adapter:postgres', 'adapter:node-runtime'] },
  },
  // Suites send messages of their own, and a message needs a schema.
  'floor:conformance': { projects: SEAMS, packages: ['zod'] },
  'floor:simulation': {
    projects: [
      ...SEAMS,
      'floor:operations',
      'floor:conformance',
      'floor:administration',
      'floor:service',
      'adapter:postgres',
      'adapter:in-process',
      'adapter:node-runtime',
    ],
    // It looks at its world past every gate: which session waits for which lock.
    packages: ['pg'],
  },
  'floor:service': {
    projects: [...SEAMS, 'floor:operations', 'floor:administration'],
    packages: 'by tag', // see `services`
    // Handlers are tested on the real store, clock and bus: there are no in-memory twins.
    inSpecs: {
      projects: [
        'floor:conformance',
        'adapter:postgres',
        'adapter:in-process',
        'adapter:node-runtime',
        'adapter:secrets',
      ],
    },
  },
  'floor:adapter': {
    projects: SEAMS,
    packages: 'by tag', // see `adapters`
    inSpecs: { projects: ['floor:conformance'] },
  },
  // The one way in which programs speak with the admin API.
  'floor:client': { projects: ['contracts:admin'], packages: ['eventsource-parser'] },
  'floor:connector': {
    projects: ['floor:domain', 'floor:ports'],
    packages: 'by tag', // see `connectors`
    inSpecs: {
      projects: ['floor:conformance', 'adapter:http', 'adapter:node-runtime', 'connector:simulator'],
    },
  },
  'floor:hosting': {
    projects: [...SEAMS, 'floor:adapter', 'floor:connector'],
    packages: [...NEST, 'zod'],
    inSpecs: { projects: ['floor:conformance'] },
  },
  'floor:app': {
    projects: [
      ...SEAMS,
      'floor:conformance',
      'floor:adapter',
      'floor:connector',
      'floor:client',
      'floor:service',
      'floor:hosting',
    ],
    packages: [...NEST, 'zod'],
  },
  'floor:face': {
    projects: ['contracts:admin', 'floor:client'],
    packages: ['commander', 'yaml', 'zod'],
    // A face is tested on the engine it shows.
    inSpecs: {
      projects: ['floor:hosting', 'floor:service', 'connector:simulator', 'adapter:postgres', 'adapter:oidc'],
      // What receivers of notifications check signatures with, and take mail with.
      packages: ['standardwebhooks', 'smtp-server'],
    },
  },
  'floor:journeys': { projects: '*', packages: '*' },
  'floor:fences': { projects: '*', packages: '*' },
};

/** The one library that each adapter adapts. */
export const adapters = {
  // The other two read what producers of others have compressed.
  'adapter:kafka': ['kafkajs', 'lz4js', 'snappyjs'],
  'adapter:in-process': [],
  'adapter:http': ['undici', 'opossum'],
  'adapter:postgres': ['pg', 'typeorm'],
  'adapter:telemetry': [
    'pino',
    'prom-client',
    '@opentelemetry/api',
    '@opentelemetry/exporter-trace-otlp-proto',
    '@opentelemetry/resources',
    '@opentelemetry/sdk-trace',
  ],
  'adapter:secrets': [],
  'adapter:node-runtime': [],
  // The other one is the issuer whose tokens its spec checks.
  'adapter:oidc': ['jose', 'oidc-provider'],
  // The other one is the server that its spec hands mail to.
  'adapter:mail': ['nodemailer', 'smtp-server'],
};

const EDGE = ['@nestjs/common', '@nestjs/microservices', '@nestjs/swagger', 'express', 'zod'];

/** Most services only handle messages; two also speak HTTP at their edge, and one of them gRPC. */
export const services = {
  'service:handlers': ['@nestjs/common', '@nestjs/microservices'],
  'service:edge': EDGE,
  'service:faces': [
    ...EDGE,
    ...['@grpc/grpc-js', '@grpc/proto-loader', '@grpc/reflection', 'grpc-health-check', 'protobufjs'],
  ],
};

/** What a connector's format needs. None may bring an HTTP client: it is given the guarded caller. */
export const connectors = {
  'connector:rest': ['zod', 'csv-parse', 'saxes'],
  'connector:simulator': ['zod'],
};

const IN_ALL_SPECS = [
  ...['fast-check', 'supertest', '@nestjs/testing', 'ajv', 'ajv-formats'],
  // What senders of webhooks sign with.
  ...['standardwebhooks', 'stripe'],
];

/** `name` also allows `name/subpath`. */
const withSubpaths = (packages) => packages.flatMap((name) => [name, `${name}/*`]);

/** @returns the `depConstraints` of `@nx/enforce-module-boundaries`, for production code or for specs. */
export function depConstraints({ specs }) {
  const external = (sourceTag, packages) => ({
    sourceTag,
    allowedExternalImports: withSubpaths([...packages, ...(specs ? IN_ALL_SPECS : [])]),
  });
  const constraints = [];
  for (const [sourceTag, { projects, packages, inSpecs }] of Object.entries(floors)) {
    const below = projects === '*' ? ['*'] : [...projects, ...(specs ? (inSpecs?.projects ?? []) : [])];
    // An empty list would mean "anything": a tag that no project carries means "nothing".
    constraints.push({ sourceTag, onlyDependOnLibsWithTags: below.length > 0 ? below : ['floor:none'] });
    const further = specs ? (inSpecs?.packages ?? []) : [];
    if (Array.isArray(packages)) constraints.push(external(sourceTag, [...packages, ...further]));
  }
  for (const [sourceTag, packages] of Object.entries({ ...adapters, ...services, ...connectors })) {
    constraints.push(external(sourceTag, packages));
  }
  return constraints;
}
