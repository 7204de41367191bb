import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import type { QuietHours } from '../../../server/install/preferences.contract.ts';
import { Section } from '../../ui/section.tsx';
import { QuietHoursForm } from './quiet-hours-form.tsx';

export type QuietHoursProps = {
  quietHours: QuietHours | null;
  canChange: boolean;
  saving: boolean;
  /** Why the last change was not saved, in words. */
  problem: string | null;
  onSave: (quietHours: QuietHours | null, done: () => void) => void;
};

/** When automatic work writes nothing. */
export function QuietHoursSection({ quietHours, canChange, saving, problem, onSave }: QuietHoursProps) {
  const [changing, setChanging] = useState(false);
  return (
    <Section
      id="quiet-hours"
      title="Quiet hours"
      description="Automatic work writes nothing in these hours and goes on afterwards. What somebody clicks is done at once."
      aside={
        changing ? null : (
          <Button size="xs" variant="default" disabled={!canChange} onClick={() => setChanging(true)}>
            {quietHours ? 'Change hours' : 'Set quiet hours'}
          </Button>
        )
      }
    >
      {changing ? (
        <QuietHoursForm
          quietHours={quietHours}
          saving={saving}
          onSave={(hours) => onSave(hours, () => setChanging(false))}
          onCancel={() => setChanging(false)}
        />
      ) : (
        <Group gap="sm">
          <span>{quietHours ? quietWords(quietHours) : 'None: automatic work may write at any time.'}</span>
          {quietHours && canChange ? (
            <Button size="xs" variant="subtle" loading={saving} onClick={() => onSave(null, () => {})}>
              Remove
            </Button>
          ) : null}
        </Group>
      )}
      {problem ? <p role="alert">{problem}</p> : null}
    </Section>
  );
}

function quietWords({ from, until, timeZone }: QuietHours): string {
  return `Every day from ${from} to ${until}, ${timeZone.replaceAll('_', ' ')} time.`;
}
