import type { CustomValue, Entity, Field } from '../world.ts';

/**
 * Collects the custom values of one record by the names of its fields; what is null or has no field is left out.
 * Texts and addresses carry the canary already.
 */
export function customValuesOf(
  fields: readonly Field[],
  entity: Entity,
  values: Record<string, CustomValue | null>,
): Record<string, CustomValue> {
  const held: Record<string, CustomValue> = {};
  for (const [name, value] of Object.entries(values)) {
    const field = fields.find((f) => f.entity === entity && f.isCustom && f.name === name);
    if (field && value !== null) held[field.code] = value;
  }
  return held;
}
