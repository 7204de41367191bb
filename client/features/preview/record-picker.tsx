import { Button, Group, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { recordIdFrom } from './record-link.ts';

type Props = { objectType: 'organization' | 'person'; onPick: (id: number | null) => void };

/** Asks for one record, by its number or by the address of its page. */
export function RecordPicker({ objectType, onPick }: Props) {
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const id = recordIdFrom(text, objectType);
    setWrong(id === null);
    onPick(id);
  };
  return (
    <form onSubmit={submit}>
      <Group gap="sm" align="flex-end">
        <TextInput
          size="xs"
          w={340}
          maw="100%"
          label={`Number or link of the ${objectType}`}
          placeholder={`https://…pipedrive.com/${objectType}/123`}
          value={text}
          error={
            wrong
              ? `Type the number of the ${objectType}, or paste the address of its page in Pipedrive.`
              : null
          }
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
        <Button size="xs" type="submit" variant="default">
          Show
        </Button>
      </Group>
    </form>
  );
}
