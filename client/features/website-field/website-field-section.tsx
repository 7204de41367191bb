import { Button } from '@mantine/core';
import { useState } from 'react';
import type { SettingsView } from '../../../server/install/install.contract.ts';
import { Section } from '../../ui/section.tsx';
import { WebsiteFieldChooser } from './website-field-chooser.tsx';

type Props = {
  settings: SettingsView;
  onChosen: () => void;
  explain: (error: Error, retry: () => void) => React.ReactNode;
};

/** Which field holds an organization's website: stores are found by it, so it is asked first. */
export function WebsiteFieldSection({ settings, onChosen, explain }: Props) {
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
          <Button size="xs" variant="default" disabled={!canChangeSettings} onClick={() => setChanging(true)}>
            Change
          </Button>
        )
      }
    >
      {choosing ? (
        <WebsiteFieldChooser
          chosen={websiteField?.code ?? null}
          canChange={canChangeSettings}
          explain={explain}
          onCancel={websiteField ? () => setChanging(false) : null}
          onChosen={() => {
            setChanging(false);
            onChosen();
          }}
        />
      ) : (
        <b>{websiteField?.name}</b>
      )}
    </Section>
  );
}
