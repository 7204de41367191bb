import { z } from 'zod';
import type { AddressValue, FieldValue } from './types.ts';

/*
 * Parts of Pipedrive's answers. Strict about what identifies a record; lenient about nulls and missing keys,
 * which the OpenAPI files do not declare reliably (pipedrive-api.md 11).
 */

export const recordId = z.number().int().positive();

/** v1 mixes `true` with `1`. */
export const flag = z
  .union([z.boolean(), z.number()])
  .nullish()
  .transform((value) => value === true || value === 1);

/** Text where null and absence mean empty. */
export const textOrEmpty = z
  .string()
  .nullish()
  .transform((text) => text ?? '');

/** A v2 time with the fraction of a second cut off: it comes with and without. */
export const wholeSecondTime = z
  .string()
  .nullish()
  .transform((text) => (text == null ? null : wholeSeconds(text)));

/** Cuts fractions of a second: `updated_since` is refused with them. */
export function wholeSeconds(time: string): string {
  return time.replace(/\.\d+/, '');
}

export const customFields = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((fields) =>
    Object.fromEntries(Object.entries(fields ?? {}).map(([code, value]) => [code, readFieldValue(value)])),
  );

/** Envelope of every answer that carries one thing. */
export const one = <T extends z.ZodType>(data: T) => z.object({ success: z.literal(true), data });

/** Envelope of a v1 list. `data: null` stands for an empty one. */
export const many = <T extends z.ZodType>(item: T) =>
  z.object({
    success: z.literal(true),
    data: z
      .array(item)
      .nullish()
      .transform((items) => items ?? []),
  });

/** Envelope of a v2 list; the last page's cursor is null or missing. */
export const page = <T extends z.ZodType>(item: T) =>
  many(item).extend({
    additional_data: z
      .object({ next_cursor: z.string().nullish() })
      .nullish()
      .transform((more) => more?.next_cursor ?? null),
  });

/**
 * Brings a field's value into our shape. Ranges, times and whatever comes later are not ours to write:
 * they become their JSON text, so that they still count as filled.
 */
export function readFieldValue(value: unknown): FieldValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (Array.isArray(value) && value.every((item) => typeof item === 'number')) return value;
  if (typeof value === 'object' && Object.keys(value).length === 0) return null;
  if (typeof value === 'object' && 'value' in value) {
    if (value.value === null || value.value === undefined) return null;
    if (typeof value.value === 'number' && 'currency' in value && typeof value.currency === 'string')
      return { value: value.value, currency: value.currency };
    if (typeof value.value === 'string' && isAddress(value)) return value;
  }
  return JSON.stringify(value);
}

function isAddress(value: object): value is AddressValue {
  return (
    Object.values(value).every((part) => part === null || typeof part === 'string') && !('until' in value)
  );
}
