import { Button } from '@mantine/core';

/** Leads to the consent page, in a tab of its own: Pipedrive does not show it in a frame. */
export function ReconnectButton({ installUrl }: { installUrl: string }) {
  return (
    <Button
      component="a"
      href={installUrl}
      target="_blank"
      rel="noopener noreferrer"
      size="xs"
      variant="default"
    >
      Reconnect
    </Button>
  );
}
