import { Button } from '@mantine/core';

/** Opens the consent screen in a tab of its own: it refuses to load in frames. */
export function ConnectButton() {
  return (
    <Button component="a" href="/install" target="_blank" rel="noopener noreferrer" size="xs">
      Connect
    </Button>
  );
}
