import { CANDIDATE_VERDICTS, type CandidateVerdict } from '@evenkeel/domain';

/** Verdicts are stored as their places in the list of the domain, to which verdicts are only appended. */
export function codeOfVerdict(verdict: CandidateVerdict): number {
  return CANDIDATE_VERDICTS.indexOf(verdict);
}

export function verdictOfCode(code: number): CandidateVerdict | undefined {
  return CANDIDATE_VERDICTS[code];
}
