import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type QuietHours, quietHours as shape } from '../../../server/install/preferences.contract.ts';

type Props = {
  quietHours: QuietHours | null;
  saving: boolean;
  onSave: (quietHours: QuietHours) => void;
  onCancel: () => void;
};

/** From when until when, and by whose clock: the browser's own zone unless another is chosen. */
export function QuietHoursForm({ quietHours, saving, onSave, onCancel }: Props) {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const [hours, setHours] = useState<QuietHours>(
    quietHours ?? { from: '22:00', until: '06:00', timeZone: here },
  );
  const [problem, setProblem] = useState<string | null>(null);
  const zones = [...new Set([here, hours.timeZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])];
  const save = (event: FormEvent) => {
    event.preventDefault();
    const good = shape.safeParse(hours);
    setProblem(good.success ? null : 'Give two different times.');
    if (good.success) onSave(good.data);
  };
  const time = (label: string, key: 'from' | 'until') => (
    <TextInput
      size="xs"
      type="time"
      label={label}
      value={hours[key]}
      onChange={({ currentTarget }) => setHours({ ...hours, [key]: currentTarget.value.slice(0, 5) })}
    />
  );
  return (
    <form onSubmit={save} noValidate>
      <Group gap="sm" align="flex-end">
        {time('From', 'from')}
        {time('Until', 'until')}
        <NativeSelect
          size="xs"
          label="Time zone"
          value={hours.timeZone}
          data={zones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
          onChange={({ currentTarget }) => setHours({ ...hours, timeZone: currentTarget.value })}
        />
        <Button size="xs" type="submit" loading={saving}>
          Save
        </Button>
        <Button size="xs" variant="default" onClick={onCancel}>
          Keep as it was
        </Button>
      </Group>
      {problem ? <p role="alert">{problem}</p> : null}
    </form>
  );
}
