import { PostgresApiKeyRepository } from './access/api-key-repository.js';
import { PostgresAuditRepository } from './audit/repository.js';
import { PostgresAgreementRepository } from './push/agreement-repository.js';
import { PostgresChangeRunRepository } from './push/change-run-repository.js';
import { PostgresConfigurationRepository } from './configuration/repository.js';
import { PostgresConflictRepository } from './conflict/repository.js';
import { PostgresDedupeRunRepository } from './match/dedupe-run-repository.js';
import { PostgresErasureRepository } from './erasure/repository.js';
import { PostgresEventRepository } from './event/repository.js';
import { PostgresFlipFlopRepository } from './push/flip-flop-repository.js';
import { PostgresMatchKeyRepository } from './match/key-repository.js';
import { PostgresMatchReviewRepository } from './match/review-repository.js';
import { PostgresMergeRepository } from './match/merge-repository.js';
import { PostgresModelRepository } from './model/repository.js';
import { PostgresChannelRepository } from './notification/channel-repository.js';
import { PostgresNotificationDeliveryRepository } from './notification/delivery-repository.js';
import { PostgresNotificationRepository } from './notification/repository.js';
import { PostgresPairingRepository } from './pairing/repository.js';
import { PostgresParkedRepository } from './failure/parked-repository.js';
import { PostgresProposalRepository } from './conflict/proposal-repository.js';
import { PostgresPushAnswerRepository } from './push/answer-repository.js';
import { PostgresPushIntentRepository } from './push/intent-repository.js';
import { PostgresPushPageRepository } from './push/page-repository.js';
import { PostgresRecordEditRepository } from './local-change/edit-repository.js';
import { PostgresSharedRecordRepository } from './match/shared-record-repository.js';
import { PostgresTriggerMessageRepository } from './trigger-message/repository.js';
import type { Session } from './database/session.js';
import type { ReferenceSets } from './record/reference-sets.js';

/** Made when they are asked for: most record types have no match rules, few jobs write, and few records wait. */
export class SeldomUsedRepositories {
  constructor(
    protected readonly session: Session,
    protected readonly sets: ReferenceSets,
  ) {}

  get agreements(): PostgresAgreementRepository {
    return new PostgresAgreementRepository(this.session, this.sets);
  }

  get events(): PostgresEventRepository {
    return new PostgresEventRepository(this.session);
  }

  get flipFlops(): PostgresFlipFlopRepository {
    return new PostgresFlipFlopRepository(this.session);
  }

  get conflicts(): PostgresConflictRepository {
    return new PostgresConflictRepository(this.session);
  }

  get proposals(): PostgresProposalRepository {
    return new PostgresProposalRepository(this.session);
  }

  get models(): PostgresModelRepository {
    return new PostgresModelRepository(this.session);
  }

  get channels(): PostgresChannelRepository {
    return new PostgresChannelRepository(this.session);
  }

  get notifications(): PostgresNotificationRepository {
    return new PostgresNotificationRepository(this.session);
  }

  get notificationDeliveries(): PostgresNotificationDeliveryRepository {
    return new PostgresNotificationDeliveryRepository(this.session);
  }

  get pairings(): PostgresPairingRepository {
    return new PostgresPairingRepository(this.session, this.sets);
  }

  get pushPages(): PostgresPushPageRepository {
    return new PostgresPushPageRepository(this.session, this.sets);
  }

  get pushIntents(): PostgresPushIntentRepository {
    return new PostgresPushIntentRepository(this.session);
  }

  get changeRuns(): PostgresChangeRunRepository {
    return new PostgresChangeRunRepository(this.session);
  }

  get pushAnswers(): PostgresPushAnswerRepository {
    return new PostgresPushAnswerRepository(this.session, this.sets);
  }

  get parked(): PostgresParkedRepository {
    return new PostgresParkedRepository(this.session, this.sets);
  }

  get sharedRecords(): PostgresSharedRecordRepository {
    return new PostgresSharedRecordRepository(this.session, this.sets);
  }

  get matchKeys(): PostgresMatchKeyRepository {
    return new PostgresMatchKeyRepository(this.session, this.sets);
  }

  get matchReviews(): PostgresMatchReviewRepository {
    return new PostgresMatchReviewRepository(this.session);
  }

  get dedupeRuns(): PostgresDedupeRunRepository {
    return new PostgresDedupeRunRepository(this.session);
  }

  get erasures(): PostgresErasureRepository {
    return new PostgresErasureRepository(this.session);
  }

  get recordEdits(): PostgresRecordEditRepository {
    return new PostgresRecordEditRepository(this.session);
  }

  get merges(): PostgresMergeRepository {
    return new PostgresMergeRepository(this.session);
  }

  get audit(): PostgresAuditRepository {
    return new PostgresAuditRepository(this.session);
  }

  get configuration(): PostgresConfigurationRepository {
    return new PostgresConfigurationRepository(this.session);
  }

  get apiKeys(): PostgresApiKeyRepository {
    return new PostgresApiKeyRepository(this.session);
  }

  get triggerMessages(): PostgresTriggerMessageRepository {
    return new PostgresTriggerMessageRepository(this.session);
  }
}
