import { Group, Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { StoreView } from '../../../server/catalog/catalog.contract.ts';
import { ExternalLink } from '../../ui/external-link.tsx';
import { planBeside, platformName } from '../../ui/proper-names.ts';
import { Tag } from '../../ui/tag.tsx';

/** Who the store is: merchant, address, whether it is alive, and what it runs on. */
export function StoreIdentity({ store, menu }: { store: StoreView; menu?: ReactNode }) {
  const plan = planBeside(store);
  return (
    <Stack gap={6}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="sm">
        <div>
          <Title order={2} fz="lg" lh="24px">
            {store.merchantName ?? store.name}
          </Title>
          <ExternalLink href={store.url}>{store.name}</ExternalLink>
        </div>
        {menu}
      </Group>
      <Group gap={6}>
        {store.state ? (
          <Tag tone={store.state.toLowerCase() === 'active' ? 'positive' : 'warning'}>{store.state}</Tag>
        ) : null}
        {store.platform ? <Tag tone="accent">{platformName(store.platform)}</Tag> : null}
        {plan ? <Tag>{plan}</Tag> : null}
      </Group>
    </Stack>
  );
}
