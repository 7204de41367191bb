import { Button, Stack } from '@mantine/core';
import { useState } from 'react';
import type { SettingsView } from '../../../server/install/install.contract.ts';
import { Section } from '../../ui/section.tsx';
import { WebsiteFieldChooser } from './website-field-chooser.tsx';

type Props = {
  settings: SettingsView;
  /** Why it cannot be changed right now, in words; null when it can. */
  blockedBecause: string | null;
  onChosen: () => void;
  explain: (error: Error, retry: () => void) => React.ReactNode;
};

/** Which field holds an organization's website: stores are found by it, so it is asked first. */
export function WebsiteFieldSection({ settings, blockedBecause, onChosen, explain }: Props) {
  const [changing, setChanging] = useState(false);
  const { websiteField, canChangeSettings } = settings;
  const choosing = changing || websiteField === null;
  return (
    <Section
      id="website-field"
      title="Website field"
      description="The field of your organizations that holds their website. Stores are found by it."
      aside={
        choosing ? null : (
          <Button
            size="xs"
            variant="default"
            disabled={!canChangeSettings || blockedBecause !== null}
            onClick={() => setChanging(true)}
          >
            Change
          </Button>
        )
      }
    >
      {choosing ? (
        <WebsiteFieldChooser
          chosen={websiteField?.code ?? null}
          canChange={canChangeSettings}
          blockedBecause={blockedBecause}
          explain={explain}
          onCancel={websiteField ? () => setChanging(false) : null}
          onChosen={() => {
            setChanging(false);
            onChosen();
          }}
        />
      ) : (
        <Stack gap="xs">
          <b>{websiteField?.name}</b>
          {canChangeSettings && blockedBecause ? <span>{blockedBecause}</span> : null}
        </Stack>
      )}
    </Section>
  );
}
