import { AppError } from '../platform/errors.ts';
import type { BrokenReason } from './connection.ts';

const sentences: Record<BrokenReason | 'none', string> = {
  none: 'Store Leads is not connected to your Pipedrive user. Install it, or connect again.',
  revoked: 'Pipedrive no longer accepts this connection. Connect again from the settings page.',
  user_disabled:
    'Pipedrive deactivated the user of this connection. Somebody else has to connect from the settings page.',
  expired: 'This connection was not used for 60 days and has ended. Connect again from the settings page.',
  scopes_changed: 'Store Leads lacks rights it needs in Pipedrive. Connect again and allow all of them.',
};

/**
 * There is no grant to work with: `details.reason` says whether there never was one or why it no longer works.
 * @param status 401 where a person asks (only installing helps), 409 where work in their name cannot go on.
 */
export function notConnected(reason: BrokenReason | 'none', status: 401 | 409): AppError {
  return new AppError({ code: 'not_connected', status, message: sentences[reason], details: { reason } });
}
