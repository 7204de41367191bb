import { Button } from '@mantine/core';
import type { CalculatedValueView } from '../../../server/mapping/mapping.contract.ts';
import { Tag } from '../../ui/tag.tsx';
import { resultTypeLabel } from './draft-value.ts';
import classes from './expressions.module.css';
import { useOpenLarge } from './use-open-large.ts';

type Props = {
  values: CalculatedValueView[];
  canChange: boolean;
  onAdd: () => void;
  onEdit: (name: string) => void;
  onDelete: (name: string) => void;
};

const mostValues = 50;

/** All calculated values, and what can be done to each. */
export function ValueList({ values, canChange, onAdd, onEdit, onDelete }: Props) {
  const large = useOpenLarge(values);
  return (
    <>
      {values.length === 0 ? (
        <p className={classes['hint']}>
          No calculated values yet. One is an expression over the data of a store, such as the number of its
          technologies, that you can map to a field like any other.
        </p>
      ) : null}
      {large.error ? (
        <p role="alert" className={classes['failed']}>
          {large.error}
        </p>
      ) : null}
      <ul className={classes['values']} aria-label="Calculated values">
        {values.map(({ name, label, resultType, expression }) => (
          <li key={name} className={classes['item']}>
            <div className={classes['what']}>
              <h4 className={classes['label']}>{label}</h4>
              <Tag>{resultTypeLabel(resultType)}</Tag>
              <code className={classes['name']}>{name}</code>
              <pre className={classes['code']}>{expression}</pre>
            </div>
            <div className={classes['actions']}>
              <Button
                size="compact-xs"
                variant="default"
                aria-label={`${canChange ? 'Edit' : 'View'} ${label}`}
                onClick={() => onEdit(name)}
              >
                {canChange ? 'Edit' : 'View'}
              </Button>
              <Button
                size="compact-xs"
                variant="default"
                disabled={!large.possible}
                aria-label={`Open large: ${label}`}
                onClick={() => large.open(name)}
              >
                Open large
              </Button>
              <Button
                size="compact-xs"
                variant="default"
                disabled={!canChange}
                aria-label={`Delete ${label}`}
                onClick={() => onDelete(name)}
              >
                Delete
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <div className={classes['foot']}>
        <Button size="xs" disabled={!canChange || values.length >= mostValues} onClick={onAdd}>
          Add calculated value
        </Button>
        {values.length > 0 && !large.possible ? (
          <span className={classes['hint']}>Save your changes to open one large.</span>
        ) : null}
      </div>
    </>
  );
}
