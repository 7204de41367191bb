import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { EntrySettings, MappingRowView, TargetView } from '../../../server/mapping/mapping.contract.ts';
import { Choice } from '../../ui/choice.tsx';
import { Notice } from '../../ui/notice.tsx';
import classes from './row-settings.module.css';
import { missingChoices, optionChoices, ruleHint, rules } from './setting-words.ts';
import { VolatilityChoice } from './volatility-choice.tsx';

type Props = {
  row: MappingRowView;
  settings: EntrySettings;
  target: TargetView | undefined;
  canChange: boolean;
  /** True right after somebody picked a field that was there before. */
  justPicked: boolean;
  onChange: (patch: Partial<EntrySettings>) => void;
  onReset: () => void;
  /** Opens the expression of a calculated value; null for other rows. */
  onEditExpression: (() => void) | null;
};

/** Everything about one row that its line has no room for. */
export function RowSettings(props: Props) {
  const { row, settings, target, canChange, justPicked, onChange, onReset, onEditExpression } = props;
  const { label } = row;
  const hasOptions = target?.type === 'enum' || target?.type === 'set';
  return (
    <div className={classes['settings']}>
      <p className={classes['about']}>{row.description}</p>
      {target && justPicked ? (
        <Notice tone="info" title="The write rule is now “If empty or ours”">
          {target.name} was there before: what somebody typed into it stays.
        </Notice>
      ) : null}
      <div className={classes['grid']}>
        <Setting title="Write rule" hint={ruleHint(settings.rule, target?.type)}>
          <Choice
            label={`Rule of ${label}`}
            options={rules}
            value={settings.rule}
            disabled={!canChange}
            onChange={(rule) => onChange({ rule })}
          />
        </Setting>
        <Setting title="When Store Leads has no value">
          <Choice
            label={`When ${label} has no value`}
            options={missingChoices}
            value={settings.whenMissing}
            disabled={!canChange}
            onChange={(whenMissing) => onChange({ whenMissing })}
          />
        </Setting>
        <Setting
          title="Small changes"
          hint={row.volatile ? 'This moves nearly every week. Each write costs API tokens.' : null}
        >
          <VolatilityChoice
            row={row}
            value={settings.volatility}
            disabled={!canChange}
            onChange={(volatility) => onChange({ volatility })}
          />
        </Setting>
        {hasOptions ? (
          <Setting title="A value that is no option yet" hint="Options are compared by their labels.">
            <Choice
              label={`New options of ${label}`}
              options={optionChoices}
              value={settings.newOption}
              disabled={!canChange}
              onChange={(newOption) => onChange({ newOption })}
            />
          </Setting>
        ) : null}
      </div>
      <div className={classes['actions']}>
        {onEditExpression ? (
          <Button size="xs" variant="default" onClick={onEditExpression}>
            {canChange ? 'Edit expression' : 'Show expression'}
          </Button>
        ) : null}
        <Button size="xs" variant="default" disabled={!canChange} onClick={onReset}>
          Reset to defaults
        </Button>
      </div>
    </div>
  );
}

function Setting({ title, hint, children }: { title: string; hint?: string | null; children: ReactNode }) {
  return (
    <div>
      <div className={classes['title']}>{title}</div>
      {children}
      {hint ? <div className={classes['hint']}>{hint}</div> : null}
    </div>
  );
}
