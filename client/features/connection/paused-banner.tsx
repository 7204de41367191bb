import { Button } from '@mantine/core';
import type { SettingsView } from '../../../server/install/install.contract.ts';
import { Notice } from '../../ui/notice.tsx';
import { canTakeOver, everythingErasedOn, pausedWords, yours } from './connection-words.ts';
import { usePeople } from './queries.ts';
import { ReconnectButton } from './reconnect-button.tsx';
import { useTakeOver } from './use-take-over.ts';

/** Automatic work stands still because nobody's access does it, or a broken one should: who, why and what helps. */
export function PausedBanner({ settings }: { settings: SettingsView }) {
  const { takeOver, busy, error } = useTakeOver();
  const people = usePeople();
  if (settings.state !== 'paused_no_connection') return null;
  const { why, help } = pausedWords(settings, people);
  const erased = everythingErasedOn(settings);
  return (
    <Notice
      tone="warning"
      title="Automatic work is paused"
      actions={
        canTakeOver(settings) ? (
          <Button size="xs" loading={busy} onClick={takeOver}>
            Use my connection
          </Button>
        ) : yours(settings)?.state === 'broken' ? (
          <ReconnectButton installUrl={settings.installUrl} />
        ) : null
      }
    >
      <p>
        {why} {help}
      </p>
      {erased ? (
        <p>If nobody connects again, everything Store Leads keeps of this company is erased on {erased}.</p>
      ) : null}
      {error ? <p role="alert">{error.message}</p> : null}
    </Notice>
  );
}
