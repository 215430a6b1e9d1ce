export {
  type BusWorld,
  describeMessageBus,
  type MessageBusConformance,
} from './message-bus/message-bus.conformance.js';
export {
  eventually,
  ListedLogger,
  ListedMeter,
  ListedStuckMessages,
  RealTimers,
  RememberedPageSpill,
} from './message-bus/testing/bus-surroundings.js';
export { describeConnector, describeConnectorWrites } from './connector/connector.conformance.js';
export type { ConnectorConformance } from './connector/connector-suite.js';
export type {
  ConformanceProvider,
  ProviderAccess,
  WritingProvider,
} from './connector/conformance-provider.js';
export { describeStore } from './store/store.conformance.js';
export {
  counts,
  newId,
  seedChunk,
  seedClaimed,
  type Seeded,
  seedJob,
  someAdvance,
  someChunk,
  someConnection,
  someExecution,
  someJob,
  somePage,
  someTrigger,
  someWrite,
} from './store/testing/store-fixtures.js';
export {
  type HeldTransaction,
  hold,
  isBlocked,
  type StoreConformance,
  type StoreWorld,
} from './store/testing/store-world.js';
export {
  type ConflictedJob,
  seedConflicted,
  someConflict,
  someSaved,
} from './store/testing/conflict-fixtures.js';
export { someChannel, someNotification } from './store/testing/notification-fixtures.js';
export { someFailure } from './store/testing/failure-fixtures.js';
export { fillTenant, type FilledTenant } from './store/testing/tenant-fixtures.js';
export { drainOutbox } from './store/testing/drain-outbox.js';
export {
  describeQuotaLedger,
  type QuotaLedgerConformance,
  type QuotaLedgerWorld,
} from './limits/quota-ledger.conformance.js';
export {
  type BreakerBoardConformance,
  type BreakerBoardWorld,
  describeBreakerBoard,
} from './limits/breaker-board.conformance.js';
export {
  describeTokenVault,
  type TokenVaultConformance,
  type TokenVaultWorld,
} from './limits/token-vault.conformance.js';
export { describePageSpill } from './limits/page-spill.conformance.js';
export { describeKeptAnswers, type KeptAnswersWorld } from './limits/kept-answers.conformance.js';
export { RememberedAnswers } from './limits/testing/remembered-answers.js';
export { RememberedTokenVault } from './limits/testing/remembered-tokens.js';
export {
  CLIENT,
  FIRST_REFRESH_TOKEN,
  TokenProvider,
  type TokenRules,
} from './limits/testing/token-provider.js';
export {
  type CertificateAuthority,
  type IssuedCertificate,
  openAuthority,
} from './limits/testing/certificates.js';
export { RememberedBreakerBoard, RememberedQuotaLedger } from './limits/testing/remembered-limits.js';
