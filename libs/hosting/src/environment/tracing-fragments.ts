import { SAMPLER_NAMES, type TracingSettings } from '@evenkeel/adapter-telemetry';
import { z } from 'zod';
import { readVariables, variable, type Environment } from './variables.js';

const address = z.url({ protocol: /^https?$/ }).optional();

/** Of OpenTelemetry, by its own names; where spans go, its exporter reads for itself. */
export const tracingVariables = {
  OTEL_SDK_DISABLED: variable({
    meaning: 'Whether nothing is traced, whatever the other variables of OpenTelemetry say.',
    remedy: 'Give true or false.',
    schema: z.enum(['true', 'false']).default('false'),
    defaultText: '`false`',
  }),
  OTEL_TRACES_EXPORTER: variable({
    meaning: 'Whether traces are sent: `otlp` sends them to http://localhost:4318 where no address is given.',
    remedy: 'Give otlp or none.',
    schema: z.enum(['otlp', 'none']).optional(),
    defaultText: '`otlp` where an address is given, else `none`',
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: variable({
    meaning: 'The address of the receiver of OpenTelemetry; traces go to `/v1/traces` below it.',
    remedy: 'Give a URL with http or https, for example http://collector:4318.',
    schema: address,
    defaultText: 'none',
  }),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: variable({
    meaning: 'The same for traces alone, with its whole path.',
    remedy: 'Give a URL with http or https, for example http://collector:4318/v1/traces.',
    schema: address,
    defaultText: 'none',
  }),
  OTEL_EXPORTER_OTLP_PROTOCOL: variable({
    meaning: 'How spans are encoded.',
    remedy: 'Give http/protobuf, or leave it out; for a receiver of gRPC alone put a collector between.',
    schema: z.enum(['http/protobuf']).default('http/protobuf'),
    defaultText: '`http/protobuf`',
  }),
  OTEL_EXPORTER_OTLP_HEADERS: variable({
    meaning: 'Headers for the receiver, for example its key.',
    remedy: 'Give name=value pairs separated by commas, values percent-encoded.',
    schema: z.string().optional(),
    defaultText: 'none',
    secret: true,
  }),
  OTEL_TRACES_SAMPLER: variable({
    meaning:
      'Which traces are sent. Those that begin with a parent follow it in each sampler called parentbased.',
    remedy: `Give one of ${SAMPLER_NAMES.join(', ')}.`,
    schema: z.enum(SAMPLER_NAMES).default('parentbased_always_on'),
    defaultText: '`parentbased_always_on`',
  }),
  OTEL_TRACES_SAMPLER_ARG: variable({
    meaning: 'The share of traces, for samplers that take one.',
    remedy: 'Give a number from 0 to 1, for example 0.01.',
    schema: z.coerce.number().min(0).max(1).default(1),
    defaultText: '`1`',
  }),
  OTEL_SERVICE_NAME: variable({
    meaning: 'The name of the service in traces.',
    remedy: 'Give up to 100 letters, digits, dots, hyphens or underscores.',
    schema: z
      .string()
      .regex(/^[\w.-]{1,100}$/)
      .optional(),
    defaultText: '`evenkeel-` and the name of the service',
  }),
};

/** Undefined: nothing is traced. Throws `WrongEnvironment`. */
export function readTracing(
  process: string,
  environment: Environment,
): Omit<TracingSettings, 'instance'> | undefined {
  const values = readVariables(tracingVariables, environment);
  const hasAddress =
    values.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined ||
    values.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT !== undefined;
  const exporter = values.OTEL_TRACES_EXPORTER ?? (hasAddress ? 'otlp' : 'none');
  if (exporter === 'none' || values.OTEL_SDK_DISABLED === 'true') return undefined;
  return {
    service: values.OTEL_SERVICE_NAME ?? `evenkeel-${process}`,
    sampler: values.OTEL_TRACES_SAMPLER,
    ratio: values.OTEL_TRACES_SAMPLER_ARG,
  };
}
