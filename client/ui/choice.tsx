import classes from './choice.module.css';

export type Option<Value extends string> = { value: Value; label: string };

type Props<Value extends string> = {
  label: string;
  options: readonly Option<Value>[];
  value: Value;
  disabled?: boolean;
  onChange: (value: Value) => void;
};

/** The browser's own list of choices: light enough to stand in a hundred rows. */
export function Choice<Value extends string>({
  label,
  options,
  value,
  disabled = false,
  onChange,
}: Props<Value>) {
  return (
    <select
      className={classes['choice']}
      aria-label={label}
      value={value}
      disabled={disabled}
      onChange={({ currentTarget }) => {
        const chosen = options.find((option) => option.value === currentTarget.value);
        if (chosen) onChange(chosen.value);
      }}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
