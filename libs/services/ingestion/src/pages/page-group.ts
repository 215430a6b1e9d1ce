import type { PageFetched } from '@evenkeel/contracts-messages';
import type {
  Agreement,
  Chunk,
  ConflictStep,
  DecidedInput,
  Decision,
  DerivedCounts,
  FoundConflict,
  IdentifiedInput,
  MatchDecision,
  MatchKeyRow,
  PreparedRecord,
  ReferenceState,
  SourceRecord,
} from '@evenkeel/domain';
import type { StoredConflict } from '@evenkeel/ports';

/** One record of a page on its way into the store. */
export interface PreparedInput {
  readonly page: PageFetched;
  /** Its place among the inputs of its page. */
  readonly position: number;
  readonly source: SourceRecord;
  readonly prepared: PreparedRecord;
}

/** An input with what is known of its record and what is to be done about it. */
export type Input = PreparedInput & DecidedInput;

/** What the match rules say of the inputs of a group. */
export interface Matching {
  /** By the key of the record. */
  readonly decisions: ReadonlyMap<string, MatchDecision>;
  /** Keys of new references, by the key of their record. */
  readonly newKeys: ReadonlyMap<string, readonly string[]>;
  /** Keys that stored references have from now on, and those that they had. */
  readonly added: readonly MatchKeyRow[];
  readonly removed: readonly MatchKeyRow[];
}

/** A record whose two sides were joined. */
export interface Merged {
  readonly referenceId: string;
  readonly recordId: string;
  /** As it was before. */
  readonly recordVersion: number;
  /** Null: the sides are equal, and nothing is kept. */
  readonly agreement: Agreement | null;
  /** Whether something is left to be sent. */
  readonly isToSend: boolean;
  /** Left out: it stays decided as it was. */
  readonly decision?: Decision;
  /** What is left undecided; left out: nothing. */
  readonly found?: FoundConflict | undefined;
  /** Its conflict, and what becomes of it; left out: there is none. */
  readonly conflict?: FollowedConflict;
  /** Whether the reference is inactive from here on, and the record stays. */
  readonly detaches?: boolean;
}

export interface FollowedConflict {
  /** Undefined: there was none. */
  readonly stored: StoredConflict | undefined;
  readonly step: ConflictStep;
}

/** Pages of one chunk and their inputs, both in the order of the provider. */
interface PageGroup<Item> {
  readonly pages: readonly PageFetched[];
  readonly inputs: readonly Item[];
}

export type PreparedGroup = PageGroup<PreparedInput>;

/** Pages that the fence lets in; their chunk is locked. */
export interface AdmittedGroup<Item = PreparedInput> extends PageGroup<Item> {
  readonly chunk: Chunk;
}

export interface IdentifiedGroup<Item = PreparedInput & IdentifiedInput> extends AdmittedGroup<Item> {
  /** What is stored of the records of the group and of the candidates of its pages, by external id. */
  readonly references: ReadonlyMap<string, ReferenceState>;
  /** Whether these were locked as they were read. */
  readonly isLocked: boolean;
}

export interface DecidedGroup extends IdentifiedGroup<Input> {
  /** Absent: the record type has no match rules, or nothing is to be written. */
  readonly matching?: Matching;
  /** Absent: nothing of it was changed here, or the job goes one way. */
  readonly merged?: readonly Merged[];
}

/** What a mode did; its inputs say what became of each record. */
export interface WrittenGroup extends AdmittedGroup<Input> {
  /** New reference ids by the key of their record. */
  readonly created: ReadonlyMap<string, string>;
  readonly inactivated: number;
  /** What was derived; absent: the job derives nothing. */
  readonly derived?: DerivedCounts;
}

/** The inputs of each page of the group, also of those without any. */
export function inputsByPage<Item extends Pick<PreparedInput, 'page'>>({
  pages,
  inputs,
}: PageGroup<Item>): ReadonlyMap<PageFetched, readonly Item[]> {
  const lists = new Map<PageFetched, Item[]>(pages.map((page) => [page, []]));
  for (const input of inputs) lists.get(input.page)?.push(input);
  return lists;
}
