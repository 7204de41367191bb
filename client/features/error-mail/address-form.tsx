import { Button, Group, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { errorMailChange } from '../../../server/notify/notify.contract.ts';
import { toApiError } from '../../api/api-error.ts';
import { useErrorMailActions } from './queries.ts';

/** Where to send it. The server asks the address by mail before anything else is sent there. */
export function AddressForm() {
  const { ask } = useErrorMailActions();
  const [address, setAddress] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const send = (event: FormEvent) => {
    event.preventDefault();
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const change = errorMailChange.safeParse({ address: address.trim(), timeZone });
    setProblem(change.success ? null : 'Write an e-mail address, such as you@company.com.');
    if (change.success) ask.mutate(change.data);
  };
  const error = problem ?? (ask.error && toApiError(ask.error).message);
  return (
    <form onSubmit={send} noValidate>
      <Group align="flex-end" gap="sm">
        <TextInput
          size="xs"
          type="email"
          autoComplete="email"
          label="Your e-mail address"
          description="We first ask there whether it is right. It is kept encrypted."
          w={320}
          maw="100%"
          value={address}
          error={error}
          onChange={({ currentTarget }) => setAddress(currentTarget.value)}
        />
        <Button size="xs" type="submit" loading={ask.isPending}>
          Send me the error mail
        </Button>
      </Group>
    </form>
  );
}
