import { Configuration, OrganizationsApiFp } from 'pipedrive/v2';
import { z } from 'zod';
import { endpoints } from './endpoints.ts';
import type { Door } from './http.ts';
import { organizationBody } from './organization-body.ts';
import {
  customFields,
  one,
  page,
  readFieldValue,
  recordId,
  textOrEmpty,
  wholeSeconds,
  wholeSecondTime,
} from './shapes.ts';
import { writableStandardFields } from './standard-fields.ts';
import type { FieldValue, Organization, Pipedrive } from './types.ts';

const organization = z
  .looseObject({
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
      standardFields: standardFieldsOf(record),
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
      const body = organizationBody(fields);
      const answer = await door({
        caller,
        endpoint: endpoints.updateOrganization,
        request: api.updateOrganization(id, body),
        answer: organizationAnswer,
        sentFields: Object.keys(fields),
      });
      return answer.data;
    },
  };
}

/** A standard field that the plan does not deliver has no key. */
function standardFieldsOf(record: Record<string, unknown>): Record<string, FieldValue> {
  return Object.fromEntries(
    Object.keys(writableStandardFields)
      .filter((code) => record[code] !== undefined)
      .map((code) => [code, readFieldValue(record[code])]),
  );
}

function withoutCustomFields(record: Organization): Organization {
  return { ...record, customFields: {} };
}
