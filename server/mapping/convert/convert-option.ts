import type { FieldOption } from '../../pipedrive/types.ts';
import { cutText, listItems, plainText, shortTextLimit, tidyText } from './convert-text.ts';
import type { Converted, Present } from './converted.ts';

/** The options of a field, by label as `toOption` compares them. */
export type FieldOptions = { idByLabel: ReadonlyMap<string, number> };

type NewOption = 'skip' | 'create';

/**
 * Options as Pipedrive lists them, made ready for looking up. Blanks and case of a label do not count; of options that
 * are the same that way the one made first (the smallest id) is taken.
 */
export function fieldOptions(options: readonly FieldOption[]): FieldOptions {
  const idByLabel = new Map<string, number>();
  for (const { id, label } of options) {
    // Custom fields number their options; what some standard fields have instead cannot be written.
    if (typeof id !== 'number') continue;
    const key = comparable(label);
    idByLabel.set(key, Math.min(id, idByLabel.get(key) ?? id));
  }
  return { idByLabel };
}

/** For a single option: the id of the option that says what the source says. A list says too much, money nothing. */
export function toOption(source: Present, options: FieldOptions | null, newOption: NewOption): Converted {
  if (typeof source === 'object') {
    return Array.isArray(source) && listItems(source).length === 0
      ? { value: null }
      : { skip: 'type_not_supported' };
  }
  const label = cutText(plainText(source), shortTextLimit);
  if (label.text === '') return { value: null };
  if (options === null) return { skip: 'options_unknown' };
  const id = options.idByLabel.get(comparable(label.text));
  if (id === undefined) return { skip: 'option_missing', ...wanted([label.text], newOption) };
  return label.cut ? { value: id, note: 'cut' } : { value: id };
}

/**
 * For multiple options: the ids of the options that say what the items say, ascending. Items without an option are
 * left out with a note; when none is left, null, as Pipedrive takes no empty list.
 */
export function toOptions(source: Present, options: FieldOptions | null, newOption: NewOption): Converted {
  if (typeof source === 'object' && !Array.isArray(source)) return { skip: 'type_not_supported' };
  const items = Array.isArray(source) ? listItems(source) : listItems([plainText(source)]);
  if (items.length === 0) return { value: null };
  if (options === null) return { skip: 'options_unknown' };
  const ids = new Set<number>();
  const missing = new Map<string, string>();
  let cut = false;
  for (const item of items) {
    const label = cutText(item, shortTextLimit);
    cut ||= label.cut;
    const key = comparable(label.text);
    const id = options.idByLabel.get(key);
    if (id !== undefined) ids.add(id);
    else if (!missing.has(key)) missing.set(key, label.text);
  }
  const value = ids.size === 0 ? null : [...ids].sort((a, b) => a - b);
  if (missing.size > 0) return { value, note: 'option_missing', ...wanted([...missing.values()], newOption) };
  return cut ? { value, note: 'cut' } : { value };
}

function wanted(missing: string[], newOption: NewOption): { missing?: string[] } {
  return newOption === 'create' ? { missing } : {};
}

function comparable(label: string): string {
  return cutText(tidyText(label), shortTextLimit).text.toLowerCase();
}
