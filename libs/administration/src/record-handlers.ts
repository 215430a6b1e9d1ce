import type { OperationId } from '@evenkeel/contracts-admin';
import { ChangeFailure } from './failures/change-failure.js';
import { DecideMatchUseCase } from './matches/decide-match.js';
import { DecidePairUseCase } from './pairs/decide-pair.js';
import { DedupeRecordTypeUseCase } from './matches/dedupe-record-type.js';
import { EditRecordUseCase } from './records/edit-record.js';
import { EraseRecordUseCase } from './records/erase-record.js';
import { ListConflicts } from './conflicts/list-conflicts.js';
import { ListFailures } from './failures/list-failures.js';
import { ListFieldValues } from './records/list-field-values.js';
import { ListMatches } from './matches/list-matches.js';
import { ListPairs } from './pairs/list-pairs.js';
import { ListParked } from './failures/list-parked.js';
import { ListPushes } from './pushes/list-pushes.js';
import { ListRecords } from './records/list-records.js';
import { ManageDedupe } from './matches/manage-dedupe.js';
import { ManageMerges } from './matches/manage-merges.js';
import { ManageQuarantine } from './quarantine/manage-quarantine.js';
import { ManageRecordTypes } from './record-types/manage-record-types.js';
import { ResolveConflictUseCase } from './conflicts/resolve-conflict.js';
import { ResolveConflictsUseCase } from './conflicts/resolve-conflicts.js';
import { RetryFailuresUseCase } from './failures/retry-failures.js';
import { SettlePushUseCase } from './pushes/settle-push.js';
import { ShowRecord } from './records/show-record.js';
import { UndoConflictUseCase } from './conflicts/undo-conflict.js';
import { by, type Handles, type OperationHandler } from './operation-handler.js';

/** Of records: what they are like, which are one, what both sides make of them, and what could not be applied or sent. */
export const recordHandlers = {
  listRecordTypes: by(ManageRecordTypes, 'list'),
  showRecordType: by(ManageRecordTypes, 'show'),
  setRecordType: by(ManageRecordTypes, 'set'),
  removeRecordType: by(ManageRecordTypes, 'remove'),
  listRecords: by(ListRecords, 'list'),
  showRecord: by(ShowRecord, 'show'),
  listFieldValues: by(ListFieldValues, 'list'),
  createRecord: by(EditRecordUseCase, 'create'),
  changeRecord: by(EditRecordUseCase, 'change'),
  deleteRecord: by(EditRecordUseCase, 'delete'),
  eraseRecord: by(EraseRecordUseCase, 'erase'),
  uneraseRecord: by(EraseRecordUseCase, 'unerase'),
  listMatches: by(ListMatches, 'list'),
  showMatch: by(ListMatches, 'show'),
  mergeMatch: by(DecideMatchUseCase, 'merge'),
  keepMatchApart: by(DecideMatchUseCase, 'keepApart'),
  listMerges: by(ManageMerges, 'list'),
  showMerge: by(ManageMerges, 'show'),
  undoMerge: by(ManageMerges, 'undo'),
  dedupeRecordType: by(DedupeRecordTypeUseCase, 'dedupe'),
  startDedupe: by(ManageDedupe, 'start'),
  listDedupeRuns: by(ManageDedupe, 'list'),
  showDedupeRun: by(ManageDedupe, 'show'),
  listDedupePairs: by(ManageDedupe, 'pairs'),
  confirmDedupe: by(ManageDedupe, 'confirm'),
  pauseDedupe: by(ManageDedupe, 'pause'),
  resumeDedupe: by(ManageDedupe, 'resume'),
  cancelDedupe: by(ManageDedupe, 'cancel'),
  listConflicts: by(ListConflicts, 'list'),
  showConflict: by(ListConflicts, 'show'),
  resolveConflict: by(ResolveConflictUseCase, 'resolve'),
  resolveConflicts: by(ResolveConflictsUseCase, 'resolve'),
  undoConflict: by(UndoConflictUseCase, 'undo'),
  listPairs: by(ListPairs, 'list'),
  decidePair: by(DecidePairUseCase, 'decide'),
  listPushes: by(ListPushes, 'list'),
  showPush: by(ListPushes, 'show'),
  settlePush: by(SettlePushUseCase, 'settle'),
  listQuarantine: by(ManageQuarantine, 'list'),
  releaseQuarantine: by(ManageQuarantine, 'release'),
  listFailures: by(ListFailures, 'list'),
  listFailureGroups: by(ListFailures, 'groups'),
  showFailure: by(ListFailures, 'show'),
  retryFailures: by(RetryFailuresUseCase, 'retryMany'),
  retryFailure: by(RetryFailuresUseCase, 'retryOne'),
  editFailure: by(ChangeFailure, 'edit'),
  discardFailure: by(ChangeFailure, 'discard'),
  listParked: by(ListParked, 'list'),
} satisfies { readonly [Id in OperationId]?: OperationHandler<Handles<Id>> };
