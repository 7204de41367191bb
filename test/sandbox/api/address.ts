import type { Address } from '../world.ts';
import { BodyFault, isObject } from './body.ts';

const partNames = [
  'country',
  'admin_area_level_1',
  'admin_area_level_2',
  'locality',
  'sublocality',
  'route',
  'street_number',
  'subpremise',
  'postal_code',
] as const;

/**
 * An address as it is written: an object with `value`; bare text is refused. Parts that are not sent become null,
 * and no map service fills them in here (pipedrive-api.md 2.6: "or leaves parts empty").
 */
export function addressRule(value: unknown): Address {
  if (!isObject(value)) throw new BodyFault("Expected 'object' as value for address");
  const { value: whole, ...rest } = value;
  if (typeof whole !== 'string' || whole.trim() === '')
    throw new BodyFault("'value' of an address must be a text");
  const parts: Record<string, string | null> = {};
  for (const [key, part] of Object.entries(rest)) {
    if (!partNames.some((name) => name === key)) throw new BodyFault(`Parameter '${key}' is not allowed`);
    if (part !== null && typeof part !== 'string')
      throw new BodyFault(`'${key}' of an address must be a text`);
    parts[key] = part;
  }
  const at = (name: (typeof partNames)[number]) => parts[name] ?? null;
  return {
    value: whole.trim(),
    country: at('country'),
    admin_area_level_1: at('admin_area_level_1'),
    admin_area_level_2: at('admin_area_level_2'),
    locality: at('locality'),
    sublocality: at('sublocality'),
    route: at('route'),
    street_number: at('street_number'),
    subpremise: at('subpremise'),
    postal_code: at('postal_code'),
  };
}
