import { Activity, type ReactNode, useState } from 'react';
import { countChanges } from '../features/mapping/draft.ts';
import { useMappingDraft } from '../features/mapping/use-mapping-draft.tsx';
import { count } from '../ui/format.ts';
import { Tabs } from '../ui/tabs.tsx';
import { Tag } from '../ui/tag.tsx';
import classes from './settings-app.module.css';

const tabs = [
  { value: 'setup', label: 'Set up' },
  { value: 'automatic', label: 'Automatic updates' },
  { value: 'activity', label: 'Activity' },
  { value: 'connection', label: 'Connection and budget' },
] as const;

export type SettingsTab = (typeof tabs)[number]['value'];

type Props = {
  parts: Record<SettingsTab, ReactNode>;
  /** Parts that say what somebody should know of. */
  attention: readonly SettingsTab[];
};

/**
 * The parts of the settings page, one at a time. Those not shown stay as they were left, and ask the server for nothing
 * until somebody turns to them.
 */
export function SettingsTabs({ parts, attention }: Props) {
  const [shown, setShown] = useState<SettingsTab>('setup');
  const { state, isWriting } = useMappingDraft();
  const unsaved = state ? countChanges(state.changes) : 0;
  const noteOn = (value: SettingsTab) => {
    if (value === shown) return null;
    if (value === 'setup' && unsaved > 0) return <Tag tone="accent">{count(unsaved, 'unsaved change')}</Tag>;
    if (value === 'setup' && isWriting) return <Tag tone="accent">Unfinished</Tag>;
    return attention.includes(value) ? <Tag tone="warning">Look here</Tag> : null;
  };
  return (
    <>
      <Tabs
        label="Settings"
        tabs={tabs.map((tab) => ({ ...tab, note: noteOn(tab.value) }))}
        value={shown}
        controls="settings-part"
        onChange={setShown}
      />
      <div role="tabpanel" id="settings-part" aria-labelledby={`settings-part-${shown}`}>
        {tabs.map(({ value }) => (
          <Activity key={value} mode={value === shown ? 'visible' : 'hidden'}>
            <div className={classes['part']}>{parts[value]}</div>
          </Activity>
        ))}
      </div>
    </>
  );
}
