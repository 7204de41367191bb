import type { FieldType } from '../pipedrive/types.ts';

/** When an entry may write. This version writes only to fields the app created or took over: `always`. */
export type WriteRule = 'always' | 'if_empty_or_ours' | 'if_empty' | 'never';

/**
 * How a source that moves nearly every week is kept from causing a write:
 * `tolerance` lets a number move by a share (0.1 = ten per cent), `rides_along` is written only with something else.
 */
export type Volatility = { kind: 'exact' } | Tolerance | { kind: 'rides_along' };

/**
 * `plus` is added to both numbers before they are compared, so that small ones may move more: of 3 with 5 % and
 * `plus: 100`, 8 is still within tolerance. For scales with a natural size, such as percentiles.
 */
export type Tolerance = { kind: 'tolerance'; share: number; plus?: number };

export type MappingEntry = {
  /** Key of the field catalogue. */
  source: string;
  /** `field_code` in Pipedrive; null until the field exists. */
  target: { code: string; type: FieldType } | null;
  rule: WriteRule;
  whenMissing: 'keep' | 'clear';
  volatility: Volatility;
  enabled: boolean;
  /** Set when Pipedrive refused the field; the entry is shown as broken and skipped. */
  broken: { code: string; since: Date } | null;
};

/** Entries keep their place for ever: tags of a record are packed in this order. */
export type Mapping = {
  companyId: number;
  objectType: 'organization';
  version: number;
  entries: MappingEntry[];
};
