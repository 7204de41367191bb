import { Configuration, PersonsApiFp } from 'pipedrive/v2';
import { z } from 'zod';
import { endpoints } from './endpoints.ts';
import type { Door } from './http.ts';
import { customFields, one, page, recordId, textOrEmpty } from './shapes.ts';
import type { Person, Pipedrive } from './types.ts';

const person = z
  .object({
    id: recordId,
    name: textOrEmpty,
    is_deleted: z.boolean().nullish(),
    org_id: recordId.nullish(),
    custom_fields: customFields,
  })
  .transform(
    (record): Person => ({
      id: record.id,
      name: record.name,
      isDeleted: record.is_deleted ?? false,
      orgId: record.org_id ?? null,
      customFields: record.custom_fields,
    }),
  );

const personAnswer = one(person);
const personPage = page(person);

/** The person calls of the gateway. */
export function personCalls(door: Door): Pick<Pipedrive, 'getPerson' | 'listPersons'> {
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

    async listPersons(caller, query) {
      if ((query.ids?.length ?? 0) > 100) throw new RangeError('At most 100 persons can be asked for by id');
      const answer = await door({
        caller,
        endpoint: endpoints.listPersons,
        request: api.getPersons(
          undefined,
          query.ids?.join(','),
          undefined,
          undefined,
          undefined,
          undefined,
          undefined,
          'id',
          'asc',
          undefined,
          undefined,
          undefined,
          undefined,
          query.limit ?? 500,
          query.cursor,
        ),
        answer: personPage,
      });
      return { items: answer.data, nextCursor: answer.additional_data };
    },
  };
}
