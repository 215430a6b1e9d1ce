/** A JSON Schema (draft 2020-12), as OpenAPI 3.1 takes it. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

export interface MediaType {
  readonly schema: JsonSchema;
  readonly example?: unknown;
}
export type Content = Readonly<Record<string, MediaType>>;

interface Described {
  readonly description: string;
}

export interface Parameter extends Described {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: JsonSchema;
}

export interface DescribedAnswer extends Described {
  readonly headers?: Readonly<Record<string, Described & { readonly schema: JsonSchema }>>;
  readonly content: Content;
}

/** To a part of the document that is said once. */
export interface Reference {
  readonly $ref: string;
}

export interface DescribedOperation extends Described {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: Described & { readonly required: boolean; readonly content: Content };
  /** By status. */
  readonly responses: Readonly<Record<string, DescribedAnswer | Reference>>;
}

export interface Server extends Described {
  readonly url: string;
  readonly variables?: Readonly<Record<string, Described & { readonly default: string }>>;
}

/** The parts of an OpenAPI 3.1 document that the description of the admin API has. */
export interface ApiDocument {
  readonly openapi: '3.1.0';
  readonly info: Readonly<Record<string, unknown>>;
  readonly servers: readonly Server[];
  readonly security: readonly Readonly<Record<string, readonly []>>[];
  readonly tags: readonly (Described & { readonly name: string })[];
  /** By path, then by method in lower case. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly responses: Readonly<Record<string, DescribedAnswer>>;
    readonly securitySchemes: Readonly<
      Record<string, Described & { readonly type: 'http'; readonly scheme: 'bearer' }>
    >;
  };
}
