import classes from './toggle.module.css';

type Props = { label: string; checked: boolean; disabled?: boolean; onChange: (checked: boolean) => void };

/** On or off, as the browser's own checkbox in the look of a switch. `label` is for screen readers. */
export function Toggle({ label, checked, disabled = false, onChange }: Props) {
  return (
    <input
      type="checkbox"
      role="switch"
      className={classes['toggle']}
      aria-label={label}
      checked={checked}
      aria-checked={checked}
      disabled={disabled}
      onChange={({ currentTarget }) => onChange(currentTarget.checked)}
    />
  );
}
