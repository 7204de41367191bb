import type { ReactNode } from 'react';
import { count, formatDay } from '../../ui/format.ts';
import classes from './activity.module.css';
import { useAttention } from './queries.ts';
import { RecordList } from './record-list.tsx';

type Props = { explain: (error: Error, retry: () => void) => ReactNode };

/** Organizations about which somebody has to decide; nothing where there are none. */
export function NeedsPerson({ explain }: Props) {
  const { data, error, refetch } = useAttention();
  if (error && !data) return explain(error, () => void refetch());
  if (!data || data.merged.length + data.fights.length === 0) return null;
  const { merged, fights, more } = data;
  return (
    <div>
      <h3 className={classes['title']}>Waiting for a person</h3>
      {merged.length > 0 ? (
        <>
          <p className={classes['detail']}>
            {count(merged.length, 'organization')} merged from two stores, of which the website names neither.
            Put the right shop’s address into the website field.
          </p>
          <RecordList
            label="Merged from two stores"
            records={merged.map((id) => ({
              id,
              says: 'Two stores, the website names neither',
              action: null,
            }))}
          />
        </>
      ) : null}
      {fights.length > 0 ? (
        <>
          <p className={classes['detail']}>
            {count(fights.length, 'organization')} with fields that something else keeps changing back, such
            as an automation in Pipedrive. They are left as they are until the next update. Stop the
            automation, or set their rule to “Never” in the mapping.
          </p>
          <RecordList
            label="Changed back again and again"
            records={fights.map(({ organizationId, fields, since }) => ({
              id: organizationId,
              says: `${fields.join(', ')}, since ${formatDay(since)}`,
              action: null,
            }))}
          />
        </>
      ) : null}
      {more ? <p className={classes['detail']}>There may be more than are listed here.</p> : null}
    </div>
  );
}
