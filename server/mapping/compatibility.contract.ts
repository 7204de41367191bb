import { z } from 'zod';

/** What a source yields, whatever field it is written to. */
export const sourceKind = z.enum(['text', 'long_text', 'number', 'money', 'date', 'list']);
export type SourceKind = z.infer<typeof sourceKind>;

/** `good`: nothing is lost. `lossy`: works, but says less or may be cut. `refused`: never. */
export type Fit = { fit: 'good' | 'lossy' } | { fit: 'refused'; reason: string };

/** Names of the types in Pipedrive's own screens (pipedrive-api.md §3.5). */
export const typeLabels: Readonly<Record<string, string>> = {
  varchar: 'Text',
  varchar_auto: 'Autocomplete',
  text: 'Large text',
  double: 'Numerical',
  int: 'Whole number',
  monetary: 'Monetary',
  date: 'Date',
  enum: 'Single option',
  set: 'Multiple options',
  phone: 'Phone',
  address: 'Address',
  daterange: 'Date range',
  time: 'Time',
  timerange: 'Time range',
  user: 'User',
  org: 'Organization',
  people: 'Person',
};
