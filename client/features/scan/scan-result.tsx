import { Stack } from '@mantine/core';
import type { RunView } from '../../../server/runs/runs.contract.ts';
import { Facts } from '../../ui/facts.tsx';
import { formatInteger } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { reasonWords } from '../../ui/run-words.ts';
import classes from './scan-result.module.css';

const titles: Partial<Record<RunView['state'], string>> = {
  cancelled: 'The last scan was cancelled',
  failed: 'The last scan failed',
  done_with_errors: 'Some organizations could not be read',
};

/** What the last scan found, by outcome. */
export function ScanResult({ scan }: { scan: RunView }) {
  const others = [...Object.entries(scan.skipped), ...Object.entries(scan.failed)].filter(
    ([, value]) => value > 0,
  );
  const title = titles[scan.state];
  return (
    <Stack gap="md">
      {title ? (
        <Notice tone={scan.state === 'failed' ? 'negative' : 'warning'} title={title}>
          <p>
            {scan.errorCode ? `${reasonWords(scan.errorCode)}. ` : null}
            What it found until then is kept. Scan again to look at the rest.
          </p>
        </Notice>
      ) : null}
      <Facts
        facts={[
          { label: 'Matched', value: formatInteger(scan.written + scan.unchanged) },
          ...others.map(([code, value]) => ({ label: reasonWords(code), value: formatInteger(value) })),
        ]}
      />
      {scan.finishedAt ? (
        <p className={classes['when']}>
          Scanned <RelativeTime at={scan.finishedAt} />, {formatInteger(scan.tokensUsed)} API tokens
        </p>
      ) : null}
    </Stack>
  );
}
