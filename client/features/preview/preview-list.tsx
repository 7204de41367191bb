import { Stack, Switch } from '@mantine/core';
import { useState } from 'react';
import type { PreviewResult } from '../../../server/enrichment/preview/preview.contract.ts';
import { Facts } from '../../ui/facts.tsx';
import { count, formatInteger, formatTimeTaken } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import classes from './preview-list.module.css';
import { PreviewRecord } from './preview-record.tsx';

type Props = {
  result: PreviewResult;
  objectType: 'organization' | 'person';
  nouns: { one: string; many: string };
};

/** So many records are open from the beginning. */
const openAtFirst = 3;

/** What would be written to some records, with the sum of it. */
export function PreviewList({ result, objectType, nouns }: Props) {
  const [onlyChanges, setOnlyChanges] = useState(true);
  const { records, problems } = result;
  const changed = records.filter((record) => record.tokens > 0);
  const sources = changed.flatMap(({ fields }) => fields.filter(({ action }) => action === 'write'));
  const shown = records.length <= openAtFirst;
  return (
    <Stack gap="md">
      {problems.length > 0 ? (
        <Notice tone="warning" title="This mapping cannot be saved yet">
          <ul className={classes['problems']}>
            {problems.map(({ source, message }) => (
              <li key={`${source} ${message}`}>{message}</li>
            ))}
          </ul>
          <p>What is shown leaves these out.</p>
        </Notice>
      ) : null}
      {changed.length === 0 ? (
        <Notice tone="info" title="Nothing would be written">
          <p>
            {records.length === 1
              ? 'The record is in step, or its fields stay as they are. See why below.'
              : `All ${count(records.length, nouns.one, nouns.many)} stay as they are. See why below.`}
          </p>
        </Notice>
      ) : (
        <Facts
          facts={[
            { label: 'Would be written', value: count(sources.length, 'field') },
            ...(records.length === 1
              ? []
              : [
                  {
                    label: `In ${nouns.many}`,
                    value: `${formatInteger(changed.length)} of ${formatInteger(records.length)}`,
                  },
                ]),
            { label: 'API tokens', value: `about ${formatInteger(result.tokens)}` },
            { label: 'Time', value: formatTimeTaken(result.seconds, Date.now()) },
            ...(result.tokensLeftToday === null
              ? []
              : [{ label: 'Tokens left today', value: formatInteger(result.tokensLeftToday) }]),
          ]}
        />
      )}
      <Switch
        size="xs"
        label="Only changes"
        checked={onlyChanges}
        onChange={({ currentTarget }) => setOnlyChanges(currentTarget.checked)}
      />
      {records.map((record) => (
        <PreviewRecord
          key={record.id}
          record={record}
          objectType={objectType}
          onlyChanges={onlyChanges}
          open={shown}
        />
      ))}
    </Stack>
  );
}
