import { NativeSelect, Stack } from '@mantine/core';
import type { SettingsView } from '../../../server/install/install.contract.ts';
import { toApiError } from '../../api/api-error.ts';
import { Notice } from '../../ui/notice.tsx';
import { type People, personWords } from './connection-words.ts';
import { useChooseStandby } from './queries.ts';

/** Who takes over by itself when the access that does automatic work ends. */
export function StandbyChoice({ settings, people }: { settings: SettingsView; people: People }) {
  const choosing = useChooseStandby();
  const { standby, connections, canChangeSettings } = settings;
  const others = connections.filter(({ role }) => role !== 'organization');
  const value = standby.mode === 'chosen' ? String(standby.userId) : standby.mode;
  const choose = (chosen: string) =>
    choosing.mutate(
      chosen === 'automatic' || chosen === 'nobody'
        ? { mode: chosen, userId: null }
        : { mode: 'chosen', userId: Number(chosen) },
    );
  return (
    <Stack gap="xs">
      <NativeSelect
        size="xs"
        maw={420}
        label="If this access ends, who takes over?"
        description="Work then goes on by itself. It sees and changes what that person may see and change."
        value={value}
        disabled={!canChangeSettings || choosing.isPending}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
        data={[
          { value: 'automatic', label: 'The admin who has been connected longest' },
          ...others.map(({ userId, isAdmin, isYou }) => ({
            value: String(userId),
            label: `${isYou ? 'You' : capital(personWords(userId, people))}${isAdmin ? '' : ' (no admin: may see less)'}`,
          })),
          { value: 'nobody', label: 'Nobody: work waits for a person' },
        ]}
      />
      {choosing.error ? (
        <Notice tone="negative" title="Not saved">
          <p>{toApiError(choosing.error).message}</p>
        </Notice>
      ) : null}
    </Stack>
  );
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
