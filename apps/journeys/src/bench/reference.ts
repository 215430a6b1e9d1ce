/** The commit that rates are measured against: budgets are cumulative, so it stays until a release moves it on purpose. */
export const REFERENCE_COMMIT = '13b3b9051e32df2df7666e08340f194e4fcf20b6';
