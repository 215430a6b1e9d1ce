/** Where the tests of the house read the environment: nobody else may. */
export const inContinuousIntegration = process.env['CI'] === 'true';
