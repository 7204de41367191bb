/** What a calculated value gives: it decides which Pipedrive fields it may be written to. */
export type ResultType = 'text' | 'number' | 'yes_no' | 'date' | 'list' | 'money';

/** A name an expression may use besides `_domain`. Values that are absent are null. */
export type Variable = { name: string; type: 'text' | 'number' | 'date' | 'list' | 'money' };

/** One expression as people wrote it. */
export type Expression = { name: string; source: string; resultType: ResultType };

/** What is wrong with an expression, with the place it stands at (UTF-16 offsets, `to` exclusive). */
export type ExpressionProblem = { code: string; message: string; from: number; to: number };

export type CheckedExpression =
  /** `uses`: the variables it reads, `_domain` among them. `type`: as the engine names it, `dyn` when open. */
  { ok: true; type: string; uses: string[] } | { ok: false; problems: ExpressionProblem[] };

/** A value as calculated: the shapes of the field catalogue. Yes and no are the texts `Yes` and `No`. */
export type CalculatedResult = string | number | string[] | { amount: number; currency: string } | null;

/** `code` is stable (`division_by_zero`, `too_slow` …), `message` a sentence for a person; neither holds store data. */
export type Evaluated = { value: CalculatedResult } | { error: { code: string; message: string } };

/**
 * One store to calculate for: the raw record, and values of the variables that the expressions use. An absent value is
 * null; a name that is missing altogether is the error `unknown_name`.
 */
export type EvaluationRecord = { domain: object; values: Record<string, CalculatedResult> };

export type EvaluationBatch = {
  /** Company that pays with its share of time: expressions of one never delay those of another for long. */
  companyId: number;
  expressions: readonly Expression[];
  records: readonly EvaluationRecord[];
  /** The moment `now` stands for, the same for a whole run. */
  now: Date;
};

/** Runs expressions away from the event loop. */
export type ExpressionEngine = {
  /** Results by record, then by expression, in the order given. Never throws for what an expression does. */
  evaluate(batch: EvaluationBatch): Promise<Evaluated[][]>;
  close(): Promise<void>;
};
