/** Bounds that keep checking cheap enough for every keystroke, and results small enough for a CRM field. */
export const limits = {
  sourceCharacters: 4_000,
  nodes: 2_000,
  depth: 60,
  listElements: 500,
  /** List macros (`all`, `exists`, `map` …) inside each other, and one after the other. */
  nestedMacros: 2,
  chainedMacros: 8,
  patternCharacters: 500,
  /** Parts of a pattern after its counted repetitions (`{200}`) are written out; of all patterns of an expression, twice that. */
  patternParts: 2_000,
  /** What `+`, `join` and `replace` may make while an expression runs. */
  joinedCharacters: 100_000,
  joinedElements: 100_000,
  /** Text that is looked for: JavaScript's search cannot be interrupted, and takes long for a long part of a long text. */
  partCharacters: 500,
  /** What may come out. */
  resultCharacters: 10_000,
  resultItems: 1_000,
} as const;
