import IconChevronDown from '@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs';
import { type ReactNode, useId } from 'react';
import { formatInteger } from '../../ui/format.ts';
import classes from './mapping-table.module.css';
import type { RowGroup as Group } from './selection.ts';

type Props = {
  group: Group;
  selected: ReadonlySet<string>;
  folded: boolean;
  canChange: boolean;
  onFold: (name: string) => void;
  onSelect: (sources: string[], on: boolean) => void;
  children: ReactNode;
};

/** Rows under their heading, which folds them away and selects them all. */
export function RowGroup({ group, selected, folded, canChange, onFold, onSelect, children }: Props) {
  const id = useId();
  const sources = group.rows.map(({ source }) => source);
  const chosen = sources.filter((source) => selected.has(source)).length;
  const all = chosen === sources.length;
  return (
    <section aria-label={group.name} className={classes['group']}>
      <div className={classes['head']}>
        <input
          type="checkbox"
          className={classes['check']}
          aria-label={`Select all of ${group.name}`}
          checked={all}
          disabled={!canChange}
          ref={(box) => {
            if (box) box.indeterminate = chosen > 0 && !all;
          }}
          onChange={() => onSelect(sources, !all)}
        />
        <h3 className={classes['name']}>
          <button
            type="button"
            className={classes['fold']}
            aria-expanded={!folded}
            aria-controls={id}
            onClick={() => onFold(group.name)}
          >
            <IconChevronDown size={16} aria-hidden />
            {group.name}
            <span className={classes['count']}>
              {formatInteger(group.mapped)} of {formatInteger(group.total)} mapped
            </span>
          </button>
        </h3>
      </div>
      <ul id={id} className={classes['rows']} hidden={folded}>
        {folded ? null : children}
      </ul>
    </section>
  );
}
