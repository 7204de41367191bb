import { z } from 'zod';
import type { HeldRequests } from '../faults/held-requests.ts';
import type { People } from '../people/people.ts';
import type { SandboxDeps } from '../sandbox-deps.ts';
import type { WebhookDesk } from '../webhooks/webhook-desk.ts';
import type { World } from '../world.ts';

export type ControlDeps = SandboxDeps & {
  held: HeldRequests;
  webhooks: WebhookDesk;
  people: People;
  /** The world as it was seeded, in other sizes if wished. */
  freshWorld(wish: {
    seed?: number | undefined;
    organizations?: number | undefined;
    persons?: number | undefined;
  }): World;
  appOperator: { url: string; token: string } | undefined;
};

/** One thing that the control API does: the list of them is what `GET /__control` answers. */
export type ControlAction = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/__control`, parameters as `:name`. */
  path: string;
  about: string;
  /** Keys of the JSON (or form) body, by what they take. */
  body: Record<string, string>;
  act(deps: ControlDeps, input: { params: Record<string, string>; body: unknown }): unknown;
};

/** A control call that cannot be done. */
export class ControlFault extends Error {
  readonly status: number;

  constructor(message: string, status = 400) {
    super(message);
    this.status = status;
  }
}

/** Declares an action; its body is parsed by `shape`. Forms send texts, so shapes are made of the rules below. */
export function action<S extends z.ZodRawShape>(declared: {
  method: ControlAction['method'];
  path: string;
  about: string;
  shape?: S;
  hints?: Record<string, string>;
  act(deps: ControlDeps, params: Record<string, string>, body: z.infer<z.ZodObject<S>>): unknown;
}): ControlAction {
  const schema = z.strictObject(declared.shape ?? ({} as S));
  return {
    method: declared.method,
    path: declared.path,
    about: declared.about,
    body: Object.fromEntries(
      Object.entries(schema.shape).map(([key, rule]) => [key, rule.description ?? 'value']),
    ),
    act: (deps, { params, body }) => {
      const read = schema.safeParse(body ?? {});
      if (!read.success) throw new ControlFault(z.prettifyError(read.error));
      return declared.act(deps, params, read.data);
    },
  };
}

export const yesNo = z
  .union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])
  .describe('true | false');

export const count = z.coerce.number().int().min(0).describe('a whole number');

export const choice = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values).describe(values.join(' | '));

/** The same rule for a key that may be left out. */
export function maybe<T extends z.ZodType>(rule: T) {
  return rule.optional().describe(rule.description ?? 'text');
}

/** The user of `:id`. */
export function userOf(deps: ControlDeps, params: Record<string, string>) {
  const user = deps.world.users.find((candidate) => candidate.id === Number(params['id']));
  if (!user) throw new ControlFault('There is no such user', 404);
  return user;
}
