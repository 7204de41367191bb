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
import type { Caller, Field, FieldOption, NewField, Pipedrive } from './types.ts';

const option: z.ZodType<FieldOption> = z.object({
  id: z.union([z.number(), z.string()]),
  label: textOrEmpty,
});

const field = z
  .object({
    field_code: z.string().min(1),
    field_name: textOrEmpty,
    field_type: z.string().min(1),
    is_custom_field: flag,
    is_optional_response_field: flag,
    options: z.array(option).nullish(),
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
const optionsAnswer = one(z.array(option));
const creatableType = z.enum(AddOrganizationFieldRequestFieldTypeConst);

/** More pages than any company can have fields: a cursor that never ends must not spend the budget. */
const maxPages = 40;

type Fields = Pick<
  Pipedrive,
  | 'listOrganizationFields'
  | 'createOrganizationField'
  | 'listPersonFields'
  | 'createPersonField'
  | 'addFieldOptions'
>;

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

  async function create(caller: Caller, endpoint: Endpoint, request: Promise<Send>): Promise<Field> {
    return (await door({ caller, endpoint, request, answer: fieldAnswer })).data;
  }

  return {
    listOrganizationFields: (caller) =>
      all(caller, endpoints.listOrganizationFields, (cursor) =>
        organizationFields.getOrganizationFields(undefined, 500, cursor),
      ),

    createOrganizationField: (caller, asked) =>
      create(
        caller,
        endpoints.createOrganizationField,
        organizationFields.addOrganizationField(newFieldBody(asked)),
      ),

    listPersonFields: (caller) =>
      all(caller, endpoints.listPersonFields, (cursor) =>
        personFields.getPersonFields(undefined, 500, cursor),
      ),

    createPersonField: (caller, asked) =>
      create(caller, endpoints.createPersonField, personFields.addPersonField(newFieldBody(asked))),

    async addFieldOptions(caller, { objectType, code, labels }) {
      const body = labels.map((label) => ({ label }));
      const isPerson = objectType === 'person';
      const answer = await door({
        caller,
        endpoint: isPerson ? endpoints.addPersonFieldOptions : endpoints.addOrganizationFieldOptions,
        request: isPerson
          ? personFields.addPersonFieldOptions(code, body)
          : organizationFields.addOrganizationFieldOptions(code, body),
        answer: optionsAnswer,
        sentFields: [code],
      });
      return answer.data;
    },
  };
}

function newFieldBody({ name, type, options }: NewField) {
  return {
    field_name: name,
    field_type: creatableType.parse(type),
    ...(options && { options: options.map((label) => ({ label })) }),
  };
}
