/** Names of `OTEL_TRACES_SAMPLER`. */
export const SAMPLER_NAMES = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;
export type SamplerName = (typeof SAMPLER_NAMES)[number];

export interface TracingSettings {
  /** `service.name`. */
  readonly service: string;
  /** `service.instance.id`. */
  readonly instance: string;
  readonly sampler: SamplerName;
  /** Share of traces, 0 to 1, for samplers that take one. */
  readonly ratio: number;
}
