import {
  AddOrganizationFieldRequestFieldTypeConst,
  Configuration,
  OrganizationFieldsApiFp,
  PersonFieldsApiFp,
} from 'pipedrive/v2';
import { z } from 'zod';
import type { Send } from './attempt.ts';
import { type Endpoint, endpoints } from './endpoints.ts';
import type { Door } from './http.ts';
import { flag, one, page, textOrEmpty } from './shapes.ts';
import type { Caller, Field, Pipedrive } from './types.ts';

const field = z
  .object({
    field_code: z.string().min(1),
    field_name: textOrEmpty,
    field_type: z.string().min(1),
    is_custom_field: flag,
    is_optional_response_field: flag,
    options: z.array(z.object({ id: z.union([z.number(), z.string()]), label: textOrEmpty })).nullish(),
  })
  .transform(
    (found): Field => ({
      code: found.field_code,
      name: found.field_name,
      type: found.field_type,
      isCustom: found.is_custom_field,
      isOptional: found.is_optional_response_field,
      options: found.options ?? [],
    }),
  );

const fieldAnswer = one(field);
const fieldPage = page(field);
const creatableType = z.enum(AddOrganizationFieldRequestFieldTypeConst);

/** More pages than any company can have fields: a cursor that never ends must not spend the budget. */
const maxPages = 40;

type Fields = Pick<Pipedrive, 'listOrganizationFields' | 'createOrganizationField' | 'listPersonFields'>;

/** The field-definition calls of the gateway. */
export function fieldCalls(door: Door): Fields {
  const organizationFields = OrganizationFieldsApiFp(new Configuration({}));
  const personFields = PersonFieldsApiFp(new Configuration({}));

  async function all(caller: Caller, endpoint: Endpoint, request: (cursor?: string) => Promise<Send>) {
    const found: Field[] = [];
    let cursor: string | undefined;
    for (let pages = 0; pages < maxPages; pages += 1) {
      const answer = await door({ caller, endpoint, request: request(cursor), answer: fieldPage });
      found.push(...answer.data);
      if (answer.additional_data === null) break;
      cursor = answer.additional_data;
    }
    return found;
  }

  return {
    listOrganizationFields: (caller) =>
      all(caller, endpoints.listOrganizationFields, (cursor) =>
        organizationFields.getOrganizationFields(undefined, 500, cursor),
      ),

    async createOrganizationField(caller, { name, type }) {
      const answer = await door({
        caller,
        endpoint: endpoints.createOrganizationField,
        request: organizationFields.addOrganizationField({
          field_name: name,
          field_type: creatableType.parse(type),
        }),
        answer: fieldAnswer,
      });
      return answer.data;
    },

    listPersonFields: (caller) =>
      all(caller, endpoints.listPersonFields, (cursor) =>
        personFields.getPersonFields(undefined, 500, cursor),
      ),
  };
}
