import type { ObjectTypeName } from '../../../server/mapping/mapping.contract.ts';
import { Toggle } from '../../ui/toggle.tsx';
import classes from './save-bar.module.css';

type Props = {
  objectType: ObjectTypeName;
  enabled: boolean;
  canChange: boolean;
  onChange: (enabled: boolean) => void;
};

/** Whether records of this type are enriched at all. Nothing writes to people, so they have no switch. */
export function EnrichSwitch({ objectType, enabled, canChange, onChange }: Props) {
  if (objectType === 'person')
    return (
      <p className={classes['about']}>
        People are mapped, checked and previewed here. This version writes to organizations only.
      </p>
    );
  return (
    <div className={classes['switch']}>
      <Toggle label="Enrich organizations" checked={enabled} disabled={!canChange} onChange={onChange} />
      <span>
        <b aria-hidden>Enrich organizations</b>
        {enabled ? null : ' Nothing is written while this is off.'}
      </span>
    </div>
  );
}
