import { Schema } from 'mongoose';

/** Parts of the stored shapes that a mapping and its kept versions share. Everything not named is refused. */

const nested = { _id: false, strict: 'throw' } as const;

const part = (shape: Record<string, object>) => new Schema(shape, nested);

const decided = {
  source: { type: String },
  target: { type: part({ code: { type: String }, type: { type: String } }), default: null },
  rule: { type: String },
  whenMissing: { type: String },
  volatility: { type: Schema.Types.Mixed },
  newOption: { type: String },
  enabled: { type: Boolean },
};

/** An entry as a person decided it. */
export const decidedEntry = part(decided);

/** An entry with what became of it since. */
export const entryShape = part({
  ...decided,
  broken: { type: part({ code: { type: String }, since: { type: Date } }), default: null },
});

/** A calculated value. */
export const calculatedShape = part({
  name: { type: String },
  label: { type: String },
  expression: { type: String },
  resultType: { type: String },
  examples: { type: [part({ storeId: { type: String }, expected: { type: String } })] },
});

/** Who saved, when and why. */
export const savedShape = part({
  userId: { type: Number },
  at: { type: Date },
  reason: { type: String },
  fieldPrefix: { type: String },
});

/** A shape inside another, unknown keys refused. */
export { part as shapeOf };
