import { Configuration, OrganizationsApiFp } from 'pipedrive/v2';
import { z } from 'zod';
import { endpoints } from './endpoints.ts';
import type { Door } from './http.ts';
import { customFields, one, page, recordId, textOrEmpty, wholeSeconds, wholeSecondTime } from './shapes.ts';
import type { Organization, Pipedrive } from './types.ts';

const organization = z
  .object({
    id: recordId,
    name: textOrEmpty,
    is_deleted: z.boolean().nullish(),
    update_time: wholeSecondTime,
    website: z.string().nullish(),
    custom_fields: customFields,
  })
  .transform(
    (record): Organization => ({
      id: record.id,
      name: record.name,
      isDeleted: record.is_deleted ?? false,
      updateTime: record.update_time,
      website: record.website,
      customFields: record.custom_fields,
    }),
  );

const organizationAnswer = one(organization);
const organizationPage = page(organization);

type Organizations = Pick<Pipedrive, 'listOrganizations' | 'getOrganization' | 'updateOrganization'>;

/** The organization calls of the gateway. */
export function organizationCalls(door: Door): Organizations {
  const api = OrganizationsApiFp(new Configuration({}));
  return {
    async listOrganizations(caller, query) {
      const wanted = query.customFields;
      if ((wanted?.length ?? 0) > 15) throw new RangeError('At most 15 custom fields can be asked for');
      if ((query.ids?.length ?? 0) > 100)
        throw new RangeError('At most 100 organizations can be asked for by id');
      const answer = await door({
        caller,
        endpoint: endpoints.listOrganizations,
        request: api.getOrganizations(
          undefined,
          query.ids?.join(','),
          undefined,
          query.updatedSince === undefined ? undefined : wholeSeconds(query.updatedSince),
          undefined,
          'id',
          query.sortDescending ? 'desc' : 'asc',
          undefined,
          // There is no way to ask for no custom field: then all come and are left out below.
          wanted?.length ? wanted.join(',') : undefined,
          undefined,
          undefined,
          query.limit ?? 500,
          query.cursor,
        ),
        answer: organizationPage,
      });
      const items = wanted?.length === 0 ? answer.data.map(withoutCustomFields) : answer.data;
      return { items, nextCursor: answer.additional_data };
    },

    async getOrganization(caller, id) {
      const answer = await door({
        caller,
        endpoint: endpoints.getOrganization,
        request: api.getOrganization(id),
        answer: organizationAnswer,
      });
      return answer.data;
    },

    async updateOrganization(caller, id, fields) {
      const sentFields = Object.keys(fields);
      // An empty object is reported to wipe every custom field of the record (pipedrive-api.md 2.9).
      if (sentFields.length === 0) throw new RangeError('An update needs at least one custom field');
      const answer = await door({
        caller,
        endpoint: endpoints.updateOrganization,
        request: api.updateOrganization(id, { custom_fields: fields }),
        answer: organizationAnswer,
        sentFields,
      });
      return answer.data;
    },
  };
}

function withoutCustomFields(record: Organization): Organization {
  return { ...record, customFields: {} };
}
