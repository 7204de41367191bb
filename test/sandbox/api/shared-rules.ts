import type { World } from '../world.ts';
import { BodyFault, type BodyRule, listOf, wholeNumber, words } from './body.ts';

/** What organizations and persons accept alike. */
export const anything: BodyRule<unknown> = (value) => value;

export const nameRule = words({ min: 1, max: 255 });

/** An active user of the company. */
export function ownerRule(world: World): BodyRule<number> {
  return (value) => {
    const id = wholeNumber(value);
    if (!world.users.some((user) => user.id === id && user.active))
      throw new BodyFault('there is no such active user');
    return id;
  };
}

export const visibleToRule: BodyRule<number> = (value) => {
  const level = wholeNumber(value);
  if (![1, 3, 5, 7].includes(level)) throw new BodyFault('must be one of 1, 3, 5, 7');
  return level;
};

/** Ids of options of the labels field. */
export function labelsRule(world: World, kind: 'organization' | 'person'): BodyRule<number[]> {
  return (value) => {
    const options =
      world.fields.find((field) => field.entity === kind && field.code === 'label_ids')?.options ?? [];
    const ids = listOf(wholeNumber)(value);
    if (ids.some((id) => !options.some((option) => option.id === id)))
      throw new BodyFault('has an unknown label');
    return ids;
  };
}

/** RFC 3339; stored in whole seconds. */
export const addTimeRule: BodyRule<string> = (value) => {
  if (
    typeof value !== 'string' ||
    !/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(value) ||
    Number.isNaN(Date.parse(value))
  ) {
    throw new BodyFault('is not a valid datetime');
  }
  return `${new Date(value).toISOString().slice(0, 19)}Z`;
};

/** The keys that were in a body, as a change to a record. */
export function sentKeys<T>(body: { [K in keyof T]?: T[K] | undefined }): Partial<T> {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as Partial<T>;
}
