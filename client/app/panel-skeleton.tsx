import { Skeleton, Stack } from '@mantine/core';

/** The height of the panel while it loads: that of a store with its figures, so that little moves when it arrives. */
export const loadingHeight = 320;

/** Where the store will be. */
export function PanelSkeleton() {
  return (
    <Stack gap="md" aria-busy="true" aria-label="Loading" role="status" mih={loadingHeight - 28}>
      <Stack gap={6}>
        <Skeleton h={24} w="60%" />
        <Skeleton h={20} w="40%" />
        <Skeleton h={20} w="50%" />
      </Stack>
      <Skeleton h={58} />
      <Skeleton h={92} />
      <Skeleton h={56} />
    </Stack>
  );
}
