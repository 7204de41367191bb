/** A rule of the CEL language definition for JSON-like data. `gives`: bigint for int, number for double. */
export type ConformanceCase = { rule: string; source: string } & ({ gives: unknown } | { fails: string });

/** Cases of one rule that give a value. */
export const gives = (rule: string, pairs: readonly [string, unknown][]): ConformanceCase[] =>
  pairs.map(([source, value]) => ({ rule, source, gives: value }));

/** Cases of one rule that end with an error of ours. */
export const fails = (rule: string, pairs: readonly [string, string][]): ConformanceCase[] =>
  pairs.map(([source, code]) => ({ rule, source, fails: code }));
