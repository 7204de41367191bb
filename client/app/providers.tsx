import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { createApiClient } from '../api/api-client.ts';
import { createQueryClient } from '../api/query-client.ts';
import { createTokenCache } from '../api/token-cache.ts';
import { ApiProvider } from '../api/use-api.tsx';
import type { Host } from '../host/host.ts';
import { HostProvider, useTheme } from '../host/use-host.tsx';
import { cssVariables, theme } from '../ui/theme.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { OutsidePipedrive } from './outside-pipedrive.tsx';

/** Pipedrive says which theme it has; nothing is kept in the browser's storage. */
const noStorage = {
  get: () => 'light' as const,
  set: () => {},
  subscribe: () => {},
  unsubscribe: () => {},
  clear: () => {},
};

/** Everything a surface needs around it. Without a host there is nothing it could show: it says so. */
export function Providers({ host, children }: { host: Host | null; children: ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      forceColorScheme={useTheme(host)}
      colorSchemeManager={noStorage}
    >
      <ErrorBoundary>
        {host ? <Connected host={host}>{children}</Connected> : <OutsidePipedrive />}
      </ErrorBoundary>
    </MantineProvider>
  );
}

function Connected({ host, children }: { host: Host; children: ReactNode }) {
  const [queries] = useState(createQueryClient);
  const [api] = useState(() =>
    createApiClient({
      tokens: createTokenCache(host.signedToken, Date.now),
      fetch: window.fetch.bind(window),
    }),
  );
  return (
    <HostProvider host={host}>
      <ApiProvider api={api}>
        <QueryClientProvider client={queries}>{children}</QueryClientProvider>
      </ApiProvider>
    </HostProvider>
  );
}
