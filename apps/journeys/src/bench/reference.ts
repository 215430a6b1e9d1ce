/** The commit that rates are measured against: budgets are cumulative, so it stays until a release moves it on purpose. */
export const REFERENCE_COMMIT = 'd47f652b9813dca3756adfc7c0a39f7b234744ec';
