type Schema = { [key: string]: unknown };

export type Strictness = {
  /** Properties (by name) that may be null although the document does not say so. */
  mayBeNull(name: string): boolean;
};

/**
 * Makes a schema of the documents strict: keys that are not declared become faults, parts of `allOf` are joined so
 * that this works, and properties that may be null as an excuse are said to be.
 */
export function strictSchema(schema: unknown, strictness: Strictness, name = ''): Schema {
  const joined = joinAllOf(asSchema(schema));
  const { example: _example, examples: _examples, ...strict } = joined;
  const properties = joined['properties'];
  if (isSchema(properties)) {
    strict['properties'] = Object.fromEntries(
      Object.entries(properties).map(([key, value]) => [key, strictSchema(value, strictness, key)]),
    );
    strict['additionalProperties'] = joined['additionalProperties'] ?? false;
  }
  if (joined['items'] !== undefined) strict['items'] = strictSchema(joined['items'], strictness);
  for (const key of ['oneOf', 'anyOf']) {
    const branches = joined[key];
    if (Array.isArray(branches))
      strict[key] = branches.map((branch) => strictSchema(branch, strictness, name));
  }
  if (name !== '' && strictness.mayBeNull(name) && strict['type'] !== undefined) strict['nullable'] = true;
  if (strict['nullable'] === true && Array.isArray(strict['enum']))
    strict['enum'] = [...strict['enum'], null];
  return strict;
}

/** All documented keys of an answer's `data` (of one row of it where it is a list). */
export function documentedKeys(answer: Schema): string[] {
  const properties = asSchema(asSchema(answer['properties'])['data']);
  const row = properties['type'] === 'array' ? asSchema(properties['items']) : properties;
  return Object.keys(asSchema(row['properties']));
}

function joinAllOf(schema: Schema): Schema {
  const { allOf, ...rest } = schema;
  if (!Array.isArray(allOf)) return schema;
  return allOf.map((part) => joinAllOf(asSchema(part))).reduce(join, rest);
}

function join(a: Schema, b: Schema): Schema {
  const properties: Schema = { ...asSchema(a['properties']) };
  for (const [key, value] of Object.entries(asSchema(b['properties']))) {
    properties[key] =
      key in properties ? join(joinAllOf(asSchema(properties[key])), joinAllOf(asSchema(value))) : value;
  }
  const required = [...asList(a['required']), ...asList(b['required'])];
  const options = [...asList(a['enum']), ...asList(b['enum'])];
  return {
    ...a,
    ...b,
    ...(Object.keys(properties).length > 0 ? { properties } : {}),
    ...(required.length > 0 ? { required } : {}),
    // v1 declares `field_type` twice with different values: the union of both holds.
    ...(options.length > 0 ? { enum: [...new Set(options)] } : {}),
  };
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function asSchema(value: unknown): Schema {
  return isSchema(value) ? value : {};
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
