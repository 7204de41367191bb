import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import {
  commaLists,
  limitFault,
  mayBeMissing,
  mayHappenUndeclared,
  undocumentedPaths,
  v1DeclaresNull,
  v2NeverNull,
} from './openapi/excuses.ts';
import { type OpenApiFile, type Operation, openOpenApiFile, type Parameter } from './openapi/openapi-file.ts';
import { documentedKeys, strictSchema } from './openapi/strict-schema.ts';

/** Checks traffic against Pipedrive's OpenAPI documents. Each call gives the faults it found, in words. */
export type OpenApiCheck = {
  /** @param url path with query, as sent. */
  checkRequest(
    method: string,
    url: string,
    headers: Record<string, string> | undefined,
    body: unknown,
  ): string[];
  checkResponse(method: string, url: string, status: number, body: unknown): string[];
};

type Target = { version: 'v1' | 'v2'; path: string; query: URLSearchParams };

/**
 * @param folder where the two documents are
 * @returns null when they are not there: whoever uses this then skips, and says so
 */
export function createOpenApiCheck(folder: string): OpenApiCheck | null {
  const fileOf = (version: string) => join(folder, `pipedrive-openapi-${version}.yaml`);
  if (!existsSync(fileOf('v1')) || !existsSync(fileOf('v2'))) return null;
  const files: Record<'v1' | 'v2', OpenApiFile> = {
    v1: openOpenApiFile(fileOf('v1')),
    v2: openOpenApiFile(fileOf('v2')),
  };
  const ajv = formats(new Ajv({ strict: false, allErrors: true }));
  const compiled = new Map<string, { validate: ValidateFunction; keys: string[] }>();

  const schemaFor = (key: string, version: 'v1' | 'v2', schema: unknown) => {
    const known = compiled.get(key);
    if (known) return known;
    const strict = strictSchema(schema, version === 'v2' ? v2NeverNull : v1DeclaresNull);
    const made = { validate: ajv.compile(strict), keys: documentedKeys(strict) };
    compiled.set(key, made);
    return made;
  };
  const faultsOf = ({ validate }: { validate: ValidateFunction }, value: unknown): string[] => {
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      (e) => `${e.instancePath} ${e.message ?? ''} ${JSON.stringify(e.params)}`,
    );
  };

  const queryFaults = (name: string, target: Target, operation: Operation): string[] => {
    const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
    const missing = declared
      .filter((p) => p.required && !target.query.has(p.name))
      .map((p) => `${p.name} is missing`);
    const sent = [...target.query].flatMap(([key, value]) => {
      const parameter = declared.find((candidate) => candidate.name === key);
      if (!parameter) return [`unknown parameter ${key}`];
      const limit = limitFault(target.version, key, value);
      const schema = schemaFor(`${target.version} ${name} ?${key}`, target.version, parameter.schema ?? {});
      return [
        ...(limit ? [limit] : []),
        ...valuesOf(parameter, value).flatMap((v) => faultsOf(schema, v).map((f) => `${key}${f}`)),
      ];
    });
    return [...missing, ...sent];
  };

  return {
    checkRequest: (method, url, headers, body) => {
      const target = targetOf(url);
      if (target === null) return [`${method} ${url} is no path of the API`];
      if (undocumentedPaths.includes(target.path)) return [];
      const found = files[target.version].find(method, target.path);
      if (!found) return [`${method} ${target.path} is not documented`];
      const { name, operation } = found;
      const faults = queryFaults(name, target, operation);
      const documented = Object.entries(operation.requestBody?.content ?? {})[0];
      if (!documented && body !== undefined) faults.push('a body is sent where none is documented');
      if (documented && body === undefined && operation.requestBody?.required)
        faults.push('the body is missing');
      if (documented && body !== undefined) {
        const [type, { schema }] = documented;
        const sent = headers?.['content-type'];
        if (sent !== undefined && !sent.startsWith(type))
          faults.push(`content type ${sent} instead of ${type}`);
        const value = type.includes('urlencoded') ? formOf(body) : body;
        faults.push(...faultsOf(schemaFor(`${target.version} ${name} body`, target.version, schema), value));
      }
      return faults.map((fault) => `request ${name}: ${fault}`);
    },
    checkResponse: (method, url, status, body) => {
      const target = targetOf(url);
      if (target === null || undocumentedPaths.includes(target.path)) return [];
      const found = files[target.version].find(method, target.path);
      if (!found)
        return mayHappenUndeclared(status)
          ? []
          : [`${method} ${target.path} answered ${status} and is not documented`];
      const { name, operation } = found;
      const schema = operation.responses[status]?.content?.['application/json']?.schema;
      if (schema === undefined) {
        const fine = mayHappenUndeclared(status) || ((status === 400 || status === 422) && isRefusal(body));
        return fine ? [] : [`answer ${name}: status ${status} is not documented`];
      }
      // Documents of errors declare less than errors carry (8.1): only successes are held to the letter.
      if (status >= 400) return isRefusal(body) ? [] : [`answer ${name} ${status}: is no refusal`];
      const check = schemaFor(`${target.version} ${name} ${status}`, target.version, schema);
      return [...faultsOf(check, body), ...missingKeys(check.keys, body)].map(
        (fault) => `answer ${name} ${status}: ${fault}`,
      );
    },
  };
}

function targetOf(url: string): Target | null {
  const { pathname, searchParams } = new URL(url, 'http://api');
  if (/^\/oauth\/token\/?$/.test(pathname))
    return { version: 'v1', path: '/oauth/token', query: searchParams };
  if (pathname.startsWith('/oauth/')) return { version: 'v1', path: pathname, query: searchParams };
  const match = /^(?:\/api)?\/(v1)(\/.*)$/.exec(pathname) ?? /^\/api\/(v2)(\/.*)$/.exec(pathname);
  if (!match) return null;
  return { version: match[1] === 'v1' ? 'v1' : 'v2', path: match[2] ?? '', query: searchParams };
}

/** A query value in the type its schema wants; a text that is no number or truth value stays a text, and fails. */
function valuesOf({ name, schema }: Parameter, text: string): unknown[] {
  const type = schema?.['type'];
  if ((type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?$/.test(text)) return [Number(text)];
  if (type === 'boolean' && (text === 'true' || text === 'false')) return [text === 'true'];
  if (commaLists.includes(name) && Array.isArray(schema?.['enum']) && !schema['enum'].includes(text))
    return text.split(',');
  return [text];
}

/** The refresh has a path of its own in the documents; its keys are those of the exchange and `refresh_token`. */
function formOf(body: unknown): unknown {
  const { refresh_token: _refresh, ...form } = Object.fromEntries(new URLSearchParams(String(body)));
  return form;
}

function isRefusal(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false;
  // Webhooks have shapes of their own (pipedrive-api.md 8.1).
  return 'error' in body || 'errors' in body || 'message' in body;
}

function missingKeys(keys: string[], body: unknown): string[] {
  const data = typeof body === 'object' && body !== null && 'data' in body ? body.data : undefined;
  const rows: unknown[] = Array.isArray(data) ? data : [data];
  const wanted = keys.filter((key) => !mayBeMissing.includes(key));
  const missing = rows.flatMap((row) =>
    typeof row === 'object' && row !== null ? wanted.filter((key) => !(key in row)) : wanted,
  );
  return [...new Set(missing)].map((key) => `documented key ${key} is missing`);
}
