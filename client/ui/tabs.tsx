import type { KeyboardEvent, ReactNode } from 'react';
import classes from './tabs.module.css';

type Tab<Value extends string> = { value: Value; label: string; note?: ReactNode };

type Props<Value extends string> = {
  label: string;
  tabs: readonly Tab<Value>[];
  value: Value;
  /** Id of the element that shows what is chosen. */
  controls: string;
  onChange: (value: Value) => void;
};

/** A row of views of which one is shown; arrow keys move between them. */
export function Tabs<Value extends string>({ label, tabs, value, controls, onChange }: Props<Value>) {
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const at = tabs.findIndex((tab) => tab.value === value);
    const next = tabs[(at + step + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    onChange(next.value);
    event.currentTarget.querySelector<HTMLButtonElement>(`[data-value="${next.value}"]`)?.focus();
  };
  return (
    <div role="tablist" aria-label={label} className={classes['list']} onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button
          key={tab.value}
          type="button"
          role="tab"
          id={`${controls}-${tab.value}`}
          data-value={tab.value}
          className={classes['tab']}
          aria-selected={tab.value === value}
          aria-controls={controls}
          tabIndex={tab.value === value ? 0 : -1}
          onClick={() => onChange(tab.value)}
        >
          {tab.label}
          {tab.note}
        </button>
      ))}
    </div>
  );
}
