import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { MappingRowView, TargetView } from '../../../server/mapping/mapping.contract.ts';
import { typeWords } from './setting-words.ts';
import { places, type TargetOption, targetOptions } from './target-options.ts';
import classes from './target-picker.module.css';

/** What may be chosen besides the fields of Pipedrive. */
export type PickerAction = {
  label: string;
  detail: string;
  blockedBecause: string | null;
  onSelect: () => void;
};

type Props = {
  row: MappingRowView;
  current: string | null;
  targets: readonly TargetView[];
  usedBy: ReadonlyMap<string, string>;
  actions: readonly PickerAction[];
  onPick: (code: string) => void;
  onClose: () => void;
};

const headings: Record<TargetOption['place'], string> = {
  good: 'Fields that keep everything',
  lossy: 'Fields that lose something',
  used: 'Fields that another row fills',
  refused: 'Fields that cannot be used',
};

/**
 * Finds a field among hundreds: a box to type in over a list, with the keys of a combobox. It stands in the row and not
 * above it, so nothing covers it and the frame grows with it.
 */
export function TargetPicker({ row, current, targets, usedBy, actions, onPick, onClose }: Props) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [search, setSearch] = useState('');
  const [at, setAt] = useState(0);
  const options = targetOptions({ row, targets, usedBy, search });
  const shownActions = search.trim() === '' ? actions : [];
  const choices = [
    ...shownActions.map(({ blockedBecause, onSelect }) => ({ disabled: blockedBecause !== null, onSelect })),
    ...options.map(({ disabled, target }) => ({ disabled, onSelect: () => onPick(target.code) })),
  ];
  const last = choices.length - 1;
  const optionId = (index: number) => `${id}-${index}`;

  useEffect(() => {
    list.current?.querySelector('[data-active="true"]')?.scrollIntoView({ block: 'nearest' });
  });

  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowDown: Math.min(last, at + 1),
      ArrowUp: Math.max(0, at - 1),
      PageDown: Math.min(last, at + 8),
      PageUp: Math.max(0, at - 8),
    };
    const next = steps[event.key];
    const choice = choices[at];
    if (next !== undefined) setAt(next);
    else if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter' && choice && !choice.disabled) choice.onSelect();
    else if (event.key !== 'Enter') return;
    event.preventDefault();
  };

  const choice = (index: number, disabled: boolean, selected = false) => ({
    id: optionId(index),
    role: 'option' as const,
    className: classes['option'],
    'aria-selected': selected,
    'aria-disabled': disabled,
    'data-active': index === at,
    tabIndex: -1,
    onMouseDown: (event: { preventDefault: () => void }) => event.preventDefault(),
    onClick: () => (disabled ? undefined : choices[index]?.onSelect()),
  });
  const groups = places.map((place) => ({
    place,
    members: options
      .map((option, index) => ({ option, index: index + shownActions.length }))
      .filter(({ option }) => option.place === place),
  }));

  return (
    <div className={classes['picker']}>
      <input
        type="text"
        role="combobox"
        className={classes['search']}
        aria-label={`Search a field for ${row.label}`}
        aria-expanded="true"
        aria-controls={id}
        aria-autocomplete="list"
        {...(choices.length > 0 ? { 'aria-activedescendant': optionId(at) } : {})}
        placeholder="Search fields of Pipedrive"
        autoComplete="off"
        // Whoever asked for the list wants to type at once.
        // biome-ignore lint/a11y/noAutofocus: it answers a press on "Choose field"
        autoFocus
        value={search}
        onChange={({ currentTarget }) => {
          setSearch(currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div
        ref={list}
        id={id}
        role="listbox"
        aria-label={`Fields for ${row.label}`}
        className={classes['list']}
      >
        {shownActions.map(({ label, detail, blockedBecause }, index) => (
          <div key={label} {...choice(index, blockedBecause !== null)}>
            <span className={classes['strong']}>{label}</span>
            <span className={classes['detail']}>{blockedBecause ?? detail}</span>
          </div>
        ))}
        {groups.map(({ place, members }) =>
          members.length === 0 ? null : (
            // biome-ignore lint/a11y/useSemanticElements: a group inside a list of choices is no fieldset
            <div key={place} role="group" aria-label={headings[place]}>
              <div className={classes['heading']} aria-hidden>
                {headings[place]}
              </div>
              {members.map(({ option, index }) => (
                <div
                  key={option.target.code}
                  {...choice(index, option.disabled, option.target.code === current)}
                >
                  <span>{option.target.name}</span>
                  <span className={classes['detail']}>{option.detail}</span>
                </div>
              ))}
            </div>
          ),
        )}
      </div>
      {choices.length === 0 ? (
        <p className={classes['none']} role="status">
          No field of Pipedrive has this in its name.
        </p>
      ) : null}
      <p className={classes['hint']}>
        {typeWords(row.newField.type)} is what the app would create. Escape closes this list.
      </p>
    </div>
  );
}
