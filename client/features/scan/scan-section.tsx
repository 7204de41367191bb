import { Button, Stack } from '@mantine/core';
import type { RunView } from '../../../server/runs/runs.contract.ts';
import { toApiError } from '../../api/api-error.ts';
import { formatInteger } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { type RunActions, RunProgress } from '../../ui/run-progress.tsx';
import { isUnderWay } from '../../ui/run-words.ts';
import { Section } from '../../ui/section.tsx';
import { ScanResult } from './scan-result.tsx';

type Props = {
  scan: RunView | null;
  blockedBecause: string | null;
  starting: boolean;
  startError: Error | null;
  onStart: () => void;
  /** Null for somebody who may not. */
  actions: RunActions | null;
};

/** Finds out which organizations are stores. Nothing is written to Pipedrive. */
export function ScanSection(props: Props) {
  const { scan, blockedBecause, starting, startError } = props;
  const running = scan !== null && isUnderWay(scan);
  return (
    <Section
      id="scan"
      title="Scan"
      description="Finds out which of your organizations are stores. Nothing is changed in Pipedrive."
      aside={
        running ? null : (
          <Button
            size="xs"
            variant={scan ? 'default' : 'filled'}
            disabled={blockedBecause !== null}
            loading={starting}
            onClick={props.onStart}
          >
            {scan ? 'Scan again' : 'Scan now'}
          </Button>
        )
      }
    >
      <Stack gap="md">
        {startError ? (
          <Notice tone="negative" title="The scan did not start">
            {toApiError(startError).message}
          </Notice>
        ) : null}
        {running ? (
          <RunProgress
            run={scan}
            label="Scan"
            counters={`${formatInteger(scan.written + scan.unchanged)} matched`}
            actions={props.actions}
          />
        ) : scan ? (
          <ScanResult scan={scan} />
        ) : (
          <span>{blockedBecause ?? 'No scan yet.'}</span>
        )}
      </Stack>
    </Section>
  );
}
