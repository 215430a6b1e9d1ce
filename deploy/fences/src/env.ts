/** What the commands of the README inherit. The tests of the house read the environment here and nowhere else. */
export const inheritedEnvironment = { ...process.env };
