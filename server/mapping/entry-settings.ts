import type { EntrySettings } from './mapping.contract.ts';
import type { MappingEntry } from './mapping.ts';
import type { SourceInfo } from './source-info.ts';

/** What a person decided about a source, as screens send and get it. */
export function settingsOf(entry: Omit<MappingEntry, 'broken'>): EntrySettings {
  const { target, rule, whenMissing, volatility, newOption, enabled } = entry;
  return { target: target?.code ?? null, rule, whenMissing, volatility, newOption, enabled };
}

/** The settings of a fresh start. */
export function defaultSettings({ volatility }: Pick<SourceInfo, 'volatility'>): EntrySettings {
  return {
    target: null,
    rule: 'always',
    whenMissing: 'clear',
    volatility,
    newOption: 'skip',
    enabled: true,
  };
}
