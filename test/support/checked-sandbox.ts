import { join } from 'node:path';
import { createOpenApiCheck } from '../contract/openapi-check.ts';
import type { Exchange } from '../sandbox/exchange.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../sandbox/sandbox.ts';

/** Where Pipedrive's OpenAPI documents lie, beside this repository. */
export const openApiFolder = join(import.meta.dirname, '../../../shared/reference/openapi');

/** What to say where the documents are absent and checks against them are skipped. */
export const openApiAbsent =
  'Pipedrive’s OpenAPI documents are not here (../shared/reference/openapi): traffic is not checked';

export type CheckedSandbox = Sandbox & {
  /** What broke the documents so far: requests of the app and answers of the sandbox. */
  violations: string[];
  /** Endpoints that were called, such as `PATCH /api/v2/organizations/{id}`. */
  endpoints(): string[];
};

let shared: ReturnType<typeof createOpenApiCheck> | undefined;

/**
 * Starts a sandbox that holds every exchange against Pipedrive's OpenAPI documents. `close()` throws when one broke
 * them. Where the documents are absent nothing is checked, and a line says so.
 */
export async function startCheckedSandbox(options: SandboxOptions): Promise<CheckedSandbox> {
  if (shared === undefined) {
    shared = createOpenApiCheck(openApiFolder);
    if (shared === null) process.stderr.write(`${openApiAbsent}\n`);
  }
  const check = shared;
  const violations: string[] = [];
  const observe = (exchange: Exchange) => {
    options.observe?.(exchange);
    if (!check) return;
    const { method, url, requestHeaders, requestBody, status, responseBody } = exchange;
    violations.push(
      ...check.checkRequest(method, url, requestHeaders, requestBody),
      ...check.checkResponse(method, url, status, responseBody),
    );
  };
  const sandbox = await startSandbox({ ...options, observe });
  return {
    ...sandbox,
    violations,
    endpoints: () => Object.keys(sandbox.world.counters.endpoints),
    close: async () => {
      await sandbox.close();
      if (violations.length > 0) {
        throw new Error(`Traffic broke Pipedrive's documents:\n${[...new Set(violations)].join('\n')}`);
      }
    },
  };
}
