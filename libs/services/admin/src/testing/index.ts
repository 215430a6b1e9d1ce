export { checkAnswer, type GivenAnswer } from './check-answer.js';
export type { ApiDocument, DescribedOperation, JsonSchema } from '../openapi/document-shapes.js';
export { EXAMPLES } from '../openapi/examples.js';
