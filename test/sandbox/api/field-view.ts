import type { Field } from '../world.ts';

/** Optional parts of a field's answer, as `include_fields` names them. */
export const fieldExtras = ['ui_visibility', 'important_fields', 'required_fields'] as const;

const addressParts: [string, string][] = [
  ['value', 'Address value'],
  ['street_number', 'House number'],
  ['route', 'Street/road name'],
  ['subpremise', 'Apartment/suite'],
  ['sublocality', 'District'],
  ['locality', 'City'],
  ['admin_area_level_1', 'State/province'],
  ['admin_area_level_2', 'County'],
  ['country', 'Country'],
  ['postal_code', 'Postal code'],
];

/** A field as the v2 fields endpoints write it. */
export function fieldView(field: Field, extras: readonly string[] = []) {
  return {
    field_name: field.name,
    field_code: field.code,
    field_type: field.type,
    options: field.options,
    subfields: subfields(field),
    is_custom_field: field.isCustom,
    is_optional_response_field: field.isOptional,
    ...(extras.includes('ui_visibility') ? { ui_visibility: field.uiVisibility } : {}),
    ...(extras.includes('important_fields') ? { important_fields: field.importantFields } : {}),
    ...(extras.includes('required_fields') ? { required_fields: field.requiredFields } : {}),
  };
}

function subfields(field: Field) {
  const part = (field_code: string, label: string, field_type = 'varchar') => ({
    field_code,
    field_name: `${label} of ${field.name}`,
    field_type,
  });
  switch (field.type) {
    case 'address':
      return addressParts.map(([code, label]) => part(code, label));
    case 'monetary':
      return [part('value', 'Value', 'double'), part('currency', 'Currency')];
    case 'daterange':
      return [part('value', 'Start date', 'date'), part('until', 'End date', 'date')];
    case 'time':
      return [part('value', 'Time', 'time'), part('timezone_id', 'Time zone', 'int')];
    case 'timerange':
      return [
        part('value', 'Start time', 'time'),
        part('until', 'End time', 'time'),
        part('timezone_id', 'Time zone', 'int'),
      ];
    default:
      return null;
  }
}
