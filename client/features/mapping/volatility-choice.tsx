import { useState } from 'react';
import type { EntrySettings, MappingRowView } from '../../../server/mapping/mapping.contract.ts';
import { Choice } from '../../ui/choice.tsx';
import classes from './row-settings.module.css';
import { volatilityChoices } from './setting-words.ts';

type Volatility = EntrySettings['volatility'];

type Props = {
  row: MappingRowView;
  value: Volatility;
  disabled: boolean;
  onChange: (value: Volatility) => void;
};

/** Share that is offered where a row has none of its own. */
const usualShare = 0.1;

/** How a source that moves often is kept from causing a write each time. A tolerance is for numbers only. */
export function VolatilityChoice({ row, value, disabled, onChange }: Props) {
  const numeric = row.kind === 'number' || row.kind === 'money';
  const choices = volatilityChoices.filter(
    (choice) => numeric || choice.value !== 'tolerance' || value.kind === 'tolerance',
  );
  const choose = (kind: Volatility['kind']) => {
    if (kind !== 'tolerance') onChange({ kind });
    else
      onChange(
        row.defaults.volatility.kind === 'tolerance'
          ? row.defaults.volatility
          : { kind: 'tolerance', share: usualShare },
      );
  };
  return (
    <>
      <Choice
        label={`Small changes of ${row.label}`}
        options={choices}
        value={value.kind}
        disabled={disabled}
        onChange={choose}
      />
      {value.kind === 'tolerance' ? (
        <Share
          label={row.label}
          share={value.share}
          disabled={disabled}
          onChange={(share) => onChange({ ...value, share })}
        />
      ) : null}
    </>
  );
}

type ShareProps = { label: string; share: number; disabled: boolean; onChange: (share: number) => void };

/** The share in per cent; it counts when the box is left or Enter is pressed. */
function Share({ label, share, disabled, onChange }: ShareProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? String(Number((share * 100).toFixed(2)));
  const percent = Number(text.replace(',', '.'));
  const valid = text.trim() !== '' && percent >= 0.1 && percent <= 100;
  const commit = () => {
    if (!valid || typed === null) return;
    setTyped(null);
    onChange(Number((percent / 100).toFixed(4)));
  };
  return (
    <>
      <div className={classes['share']}>
        by more than
        <input
          className={classes['number']}
          inputMode="decimal"
          aria-label={`Tolerance of ${label} in per cent`}
          aria-invalid={!valid}
          value={text}
          disabled={disabled}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          onBlur={commit}
          onKeyDown={({ key }) => {
            if (key === 'Enter') commit();
          }}
        />
        %
      </div>
      {valid ? null : <p className={classes['wrong']}>Enter a number from 0.1 to 100.</p>}
    </>
  );
}
