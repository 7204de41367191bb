/** A function people can use, as the editor offers it. */
export type ExpressionFunction = {
  /** As written: `upper`, `math.floor`. */
  name: string;
  /** `function`: `name(x)`; `method`: `x.name()`; `both`: either. */
  form: 'function' | 'method' | 'both';
  /** The call with what it takes and gives, in words people know. */
  signature: string;
  /** One line. */
  doc: string;
  /** An example that needs no store, and what it gives as JSON. */
  example: string;
  gives: unknown;
};

type Form = ExpressionFunction['form'];

/** One line of the list of functions. */
export function functionDoc(
  ...[name, form, signature, doc, example, gives]: [string, Form, string, string, string, unknown]
): ExpressionFunction {
  return { name, form, signature, doc, example, gives };
}
