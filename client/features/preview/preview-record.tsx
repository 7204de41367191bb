import { useState } from 'react';
import type { PreviewRecord as Record } from '../../../server/enrichment/preview/preview.contract.ts';
import { count } from '../../ui/format.ts';
import { Tag } from '../../ui/tag.tsx';
import { PreviewFields } from './preview-fields.tsx';
import classes from './preview-record.module.css';
import { stateWords, unchangedWords } from './preview-words.ts';

type Props = {
  record: Record;
  objectType: 'organization' | 'person';
  onlyChanges: boolean;
  /** Whether its fields are in sight from the beginning. */
  open: boolean;
};

/** One record: whose it is, which store, and its fields. */
export function PreviewRecord({ record, objectType, onlyChanges, open: openAtFirst }: Props) {
  const [open, setOpen] = useState(openAtFirst);
  const why = stateWords(record, objectType);
  const changes = record.fields.filter(({ action }) => action === 'write');
  const fields = onlyChanges ? changes : record.fields;
  const name = record.name === '' ? `No. ${record.id}` : record.name;
  return (
    <details
      className={classes['record']}
      open={open}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary className={classes['head']}>
        <span className={classes['name']}>{name}</span>
        {record.storeHost ? <span className={classes['store']}>{storeOf(record)}</span> : null}
        <span className={classes['count']}>
          {changes.length > 0 ? (
            <Tag tone={record.state === 'ok' ? 'accent' : 'neutral'}>{count(changes.length, 'field')}</Tag>
          ) : (
            <Tag>{unchangedWords(record.state)}</Tag>
          )}
        </span>
      </summary>
      <div className={classes['body']}>
        {why ? <p className={classes['why']}>{why}</p> : null}
        {!open || record.fields.length === 0 ? null : fields.length > 0 ? (
          <PreviewFields label={`Fields of ${name}`} fields={fields} />
        ) : (
          <p className={classes['why']}>Every field stays as it is.</p>
        )}
      </div>
    </details>
  );
}

function storeOf({ storeName, storeHost }: Record): string {
  return storeName && storeName !== storeHost ? `${storeName}, ${storeHost}` : (storeHost ?? '');
}
