import { Configuration, UsersApiFp } from 'pipedrive/v1';
import { z } from 'zod';
import { endpoints } from './endpoints.ts';
import type { Door } from './http.ts';
import { flag, many, one, recordId, textOrEmpty } from './shapes.ts';
import type { Me, Pipedrive, User } from './types.ts';

const access = z
  .array(z.object({ app: z.string(), admin: flag }))
  .nullish()
  .transform((entries) => entries ?? []);

/** Answer of `GET /v1/users/me`; also read right after a code was exchanged, before anything is stored. */
export const meAnswer = one(
  z
    .object({
      id: recordId,
      company_id: recordId,
      company_domain: z.string().min(1),
      company_country: z.string().nullish(),
      default_currency: textOrEmpty,
      access,
    })
    .transform(
      (me): Me => ({
        userId: me.id,
        companyId: me.company_id,
        companyDomain: me.company_domain,
        companyCountry: me.company_country ?? null,
        isAdmin: isAdmin(me.access),
        defaultCurrency: me.default_currency,
      }),
    ),
);

const user = z.object({ id: recordId, name: textOrEmpty, active_flag: flag, access }).transform(
  (answer): User => ({
    id: answer.id,
    name: answer.name,
    isActive: answer.active_flag,
    isAdmin: isAdmin(answer.access),
  }),
);
const userAnswer = one(user);
const usersAnswer = many(user);

const permissionsAnswer = one(
  z
    .object({ can_add_custom_fields: flag })
    .transform((may) => ({ canAddCustomFields: may.can_add_custom_fields })),
);

/** An account-wide admin, or one of the deals app, which organizations belong to (pipedrive-api.md 6.1). */
function isAdmin(entries: readonly { app: string; admin: boolean }[]): boolean {
  return entries.some((entry) => entry.admin && (entry.app === 'global' || entry.app === 'sales'));
}

/** The user calls of the gateway. */
export function userCalls(door: Door): Pick<Pipedrive, 'me' | 'user' | 'permissions' | 'listUsers'> {
  const api = UsersApiFp(new Configuration({}));
  return {
    async me(caller) {
      const request = api.getCurrentUser();
      return (await door({ caller, endpoint: endpoints.me, request, answer: meAnswer })).data;
    },

    async permissions(caller, userId) {
      const request = api.getUserPermissions(userId);
      return (await door({ caller, endpoint: endpoints.permissions, request, answer: permissionsAnswer }))
        .data;
    },

    async user(caller, userId) {
      const request = api.getUser(userId);
      return (await door({ caller, endpoint: endpoints.user, request, answer: userAnswer })).data;
    },

    async listUsers(caller) {
      const request = api.getUsers();
      return (await door({ caller, endpoint: endpoints.listUsers, request, answer: usersAnswer })).data;
    },
  };
}
