import type { ApiError } from '../api/api-error.ts';
import { Notice } from '../ui/notice.tsx';
import { ConnectButton } from './connect-button.tsx';

/** Something a person asked for was not done: why, and the way out where it is one click. */
export function ActionError({ error }: { error: ApiError }) {
  return (
    <Notice
      tone="negative"
      title="That did not work"
      actions={error.code === 'not_connected' ? <ConnectButton /> : null}
    >
      <p>{error.message}</p>
    </Notice>
  );
}
