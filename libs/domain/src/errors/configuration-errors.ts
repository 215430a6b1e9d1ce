import type { CatalogedError } from './cataloged-error.js';

export const configurationErrors = {
  'config.invalid_documents': {
    errorClass: 'config',
    meaning: 'Documents of configuration cannot be applied as they are. Nothing was changed.',
    remedy:
      'Correct what the list names, of each document and place. `evenkeel validate` tells all of it without changing anything; docs/config-as-code.md shows what documents hold.',
  },
  'config.unresolved_reference': {
    errorClass: 'config',
    meaning: 'The server cannot read the secret to which a reference leads.',
    remedy:
      'Set the environment variable of the server, or put the file below its folder (EVENKEEL_REF_PREFIX and EVENKEEL_REF_DIR, docs/config-as-code.md).',
  },
  'config.reference_bound_elsewhere': {
    errorClass: 'config',
    meaning:
      'A reference was used for another address (scheme, host or port) first; the secret that it leads to is not sent elsewhere.',
    remedy:
      'If the new address is right, give the secret to the server under another name, and name that: who can do so may decide where it goes.',
  },
  'request.managed': {
    errorClass: 'conflict',
    meaning: 'It is managed by documents of configuration, which would change it back.',
    remedy:
      'Change its document and apply it (`evenkeel apply`). To change it here all the same, which the next apply undoes: `--force`, or `force` in the request.',
  },
} as const satisfies Record<string, CatalogedError>;
