import type { ObjectTypeName } from '../../../server/mapping/mapping.contract.ts';
import { Toggle } from '../../ui/toggle.tsx';
import classes from './save-bar.module.css';
import { recordsWords } from './setting-words.ts';

type Props = {
  objectType: ObjectTypeName;
  enabled: boolean;
  canChange: boolean;
  onChange: (enabled: boolean) => void;
};

/** Whether records of this type are enriched at all. */
export function EnrichSwitch({ objectType, enabled, canChange, onChange }: Props) {
  const label = `Enrich ${recordsWords[objectType]}`;
  return (
    <div className={classes['switch']}>
      <Toggle label={label} checked={enabled} disabled={!canChange} onChange={onChange} />
      <span>
        <b aria-hidden>{label}</b>
        {objectType === 'person'
          ? ` ${enabled ? 'Fields are proposed for people too' : 'No fields are proposed for people while this is off'}. This version previews people and writes to organizations only.`
          : enabled
            ? null
            : ' Nothing is written while this is off.'}
      </span>
    </div>
  );
}
