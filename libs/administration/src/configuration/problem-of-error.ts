import {
  InvalidFields,
  SyncError,
  type ConfigurationName,
  type ConfigurationProblem,
} from '@evenkeel/domain';

interface Place {
  readonly document: number | null;
  readonly about: ConfigurationName;
}

/** What a use case refused, at the place in the document where it stands. Throws on what is no refusal. */
export function problemsOfError(error: unknown, { document, about }: Place): readonly ConfigurationProblem[] {
  if (!(error instanceof SyncError) || error.errorClass === 'system') throw error;
  const { message, remedy } = error;
  if (!(error instanceof InvalidFields)) return [{ document, about, path: '', message, remedy }];
  return error.fields.map((field) => ({
    ...{ document, about, path: placeOf(field.path) },
    ...{ message: field.message, remedy },
  }));
}

function placeOf(path: string): string {
  return path === '' || path.startsWith('spec.') ? path : `spec.${path}`;
}
