import { Anchor, Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { toApiError } from '../../api/api-error.ts';
import { useHost } from '../../host/use-host.tsx';
import { count } from '../../ui/format.ts';
import classes from './activity.module.css';
import { useNames } from './queries.ts';

type Listed = { id: number; says: ReactNode; action: ReactNode };

/** What a list of so many names costs: one token each, or ten for up to a hundred. */
const costOf = (names: number) => Math.min(10, names);
/** Names are asked for so many at a time. */
const most = 100;

/** Organizations by number, as names are not kept; shown with their names when somebody wants to spend tokens on that. */
export function RecordList({ label, records }: { label: string; records: Listed[] }) {
  const [named, setNamed] = useState(0);
  const parts: Listed[][] = [];
  for (let at = 0; at < records.length; at += most) parts.push(records.slice(at, at + most));
  const next = parts[named];
  return (
    <>
      {/* It scrolls, so it must be reachable by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <section className={classes['scroll']} aria-label={label} tabIndex={0}>
        {parts.map((part, index) => (
          <Part key={part[0]?.id ?? index} records={part} named={index < named} />
        ))}
      </section>
      {next ? (
        <p className={classes['names']}>
          <Button size="compact-xs" variant="default" onClick={() => setNamed(named + 1)}>
            Show names
          </Button>{' '}
          Reads them from Pipedrive for {count(costOf(next.length), 'API token')}; they are not kept.
        </p>
      ) : null}
    </>
  );
}

function Part({ records, named }: { records: Listed[]; named: boolean }) {
  const { host, say } = useHost();
  const ids = records.map(({ id }) => id);
  const names = useNames(ids, named);
  const show = (id: number) =>
    void host.openOrganization(id).catch((failure) => say(toApiError(failure).message));
  return (
    <>
      {names.error ? <p role="alert">{toApiError(names.error).message}</p> : null}
      <ul className={classes['list']}>
        {records.map(({ id, says, action }) => (
          <li key={id} className={classes['record']}>
            <div>
              <Anchor component="button" type="button" inherit onClick={() => show(id)}>
                {names.data?.[String(id)] ?? `Organization ${id}`}
              </Anchor>
              <div className={classes['detail']}>{says}</div>
            </div>
            {action}
          </li>
        ))}
      </ul>
    </>
  );
}
