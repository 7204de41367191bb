import type { RecordKind } from '../state/records.ts';
import type { CustomValue } from '../world.ts';
import type { ApiCall } from './api-route.ts';
import { BodyFault, isObject } from './body.ts';
import { customValue } from './custom-value.ts';
import { schemaRefusal } from './refusal.ts';

/**
 * The custom values a record holds after a write. One wrong value or one unknown or deleted field code refuses the
 * whole request. An empty object wipes them all, as was observed of the real API (pipedrive-api.md 2.9).
 * @throws Refusal 400 naming the `field_code`
 */
export function mergedCustomFields(
  sent: unknown,
  before: Record<string, CustomValue>,
  kind: RecordKind,
  call: Pick<ApiCall, 'world' | 'user'>,
): Record<string, CustomValue> {
  if (sent === undefined) return before;
  if (!isObject(sent)) throw schemaRefusal('custom_fields', 'must be an object');
  const codes = Object.keys(sent);
  const writable = call.world.fields.filter((f) => f.entity === kind && f.isCustom && !f.isDeleted);
  const byCode = new Map(writable.map((field) => [field.code, field]));
  const after: Record<string, CustomValue> = codes.length === 0 ? {} : { ...before };
  for (const code of codes) {
    const field = byCode.get(code);
    const key = `custom_fields.${code}`;
    if (!field) throw schemaRefusal(key, `Custom field '${code}' does not exist`, code);
    try {
      const value = customValue(sent[code], { world: call.world, user: call.user, field });
      if (value === null) delete after[code];
      else after[code] = value;
    } catch (fault) {
      if (fault instanceof BodyFault) throw schemaRefusal(key, fault.message, code);
      throw fault;
    }
  }
  return after;
}
