import { Configuration, PersonsApiFp } from 'pipedrive/v2';
import { z } from 'zod';
import { endpoints } from './endpoints.ts';
import type { Door } from './http.ts';
import { one, recordId, textOrEmpty } from './shapes.ts';
import type { Person, Pipedrive } from './types.ts';

const personAnswer = one(
  z
    .object({
      id: recordId,
      name: textOrEmpty,
      is_deleted: z.boolean().nullish(),
      org_id: recordId.nullish(),
    })
    .transform(
      (record): Person => ({
        id: record.id,
        name: record.name,
        isDeleted: record.is_deleted ?? false,
        orgId: record.org_id ?? null,
      }),
    ),
);

/** The person calls of the gateway. */
export function personCalls(door: Door): Pick<Pipedrive, 'getPerson'> {
  const api = PersonsApiFp(new Configuration({}));
  return {
    async getPerson(caller, id) {
      const answer = await door({
        caller,
        endpoint: endpoints.getPerson,
        request: api.getPerson(id),
        answer: personAnswer,
      });
      return answer.data;
    },
  };
}
