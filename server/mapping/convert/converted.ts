import type { FieldValue } from '../../pipedrive/types.ts';
import type { SourceValue } from '../fields/field-catalog.ts';
import type { NoteCode } from './note.contract.ts';

/**
 * What a field is to hold, or why it is left as it is. `missing`: labels the field has no option for and that are to
 * be created; once they are, convert again. When they cannot be, this result stands.
 */
export type Converted =
  | { value: FieldValue; note?: NoteCode; missing?: string[] }
  | { skip: NoteCode; missing?: string[] };

/** A source that has something to say. */
export type Present = NonNullable<SourceValue>;
