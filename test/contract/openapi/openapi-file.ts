import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const parameter = z.object({
  in: z.enum(['path', 'query', 'header', 'cookie']),
  name: z.string(),
  required: z.boolean().optional(),
  schema: z.record(z.string(), z.unknown()).optional(),
});
const content = z.record(z.string(), z.object({ schema: z.unknown() }).loose());
const operation = z.object({
  parameters: z.array(parameter).optional(),
  requestBody: z.object({ required: z.boolean().optional(), content }).optional(),
  responses: z.record(z.string(), z.object({ content: content.optional() }).loose()),
  'x-token-cost': z.number().optional(),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
});
const pathItem = z.record(z.string(), operation);

export type Parameter = z.infer<typeof parameter>;
export type Operation = z.infer<typeof operation>;

/** The paths of one OpenAPI document. */
export type OpenApiFile = {
  /** The operation of a method and a real path, such as `/organizations/7`; a path without parameters goes first. */
  find(method: string, path: string): { name: string; operation: Operation } | null;
};

/**
 * Reads a document without parsing all of its two megabytes: paths stand at a fixed indentation and nothing in them
 * refers elsewhere, so each is parsed when it is first asked for.
 */
export function openOpenApiFile(file: string): OpenApiFile {
  const text = readFileSync(file, 'utf8');
  const paths = text.slice(text.indexOf('\npaths:\n'), text.indexOf('\ncomponents:\n') + 1);
  const heads = [...paths.matchAll(/^ {2}'?(\/[^':]*)'?:$/gm)].map((match) => ({
    path: match[1] ?? '',
    at: match.index,
  }));
  const parsed = new Map<string, z.infer<typeof pathItem>>();

  const item = (index: number): z.infer<typeof pathItem> => {
    const head = heads[index];
    if (!head) return {};
    const known = parsed.get(head.path);
    if (known) return known;
    const block: unknown = parse(paths.slice(head.at, heads[index + 1]?.at));
    const read = z.record(z.string(), pathItem).parse(block)[head.path] ?? {};
    parsed.set(head.path, read);
    return read;
  };

  return {
    find: (method, path) => {
      const fitting = heads
        .map(({ path: template }, index) => ({ template, index }))
        .filter(({ template }) => fits(template, path))
        .sort((a, b) => a.template.split('{').length - b.template.split('{').length);
      for (const { template, index } of fitting) {
        const found = item(index)[method.toLowerCase()];
        if (found) return { name: `${method} ${template}`, operation: found };
      }
      return null;
    },
  };
}

function fits(template: string, path: string): boolean {
  const wanted = template.split('/');
  const given = path.split('/');
  return (
    wanted.length === given.length && wanted.every((part, i) => part.startsWith('{') || part === given[i])
  );
}
