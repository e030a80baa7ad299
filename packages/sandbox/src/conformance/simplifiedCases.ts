/**
 * Cases in which the sandbox is simpler than a real server and says so, by the
 * name of the case. Whoever makes one the same removes it from here: a listed
 * case that turns out the same fails the test.
 */
export const simplifiedCases: Readonly<Record<string, string>> = {};
