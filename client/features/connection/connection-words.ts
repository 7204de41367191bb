import type { ConnectionView, SettingsView } from '../../../server/install/install.contract.ts';

const broken: Record<string, string> = {
  revoked: 'Access was withdrawn in Pipedrive, or the user is not active there any more',
  scopes_changed: 'The app needs new permissions',
  unreadable_secret: 'The stored access cannot be read any more',
};

/** Why a connection is broken. */
export function brokenWords({ brokenReason }: ConnectionView): string {
  return (brokenReason && broken[brokenReason]) || 'Pipedrive does not accept the connection any more';
}

/** The connection of the person looking. */
export const yours = ({ connections }: SettingsView): ConnectionView | undefined =>
  connections.find(({ isYou }) => isYou);

/** The connection that does automatic work, if one does. */
const organizationOf = ({ connections }: SettingsView): ConnectionView | undefined =>
  connections.find(({ role }) => role === 'organization');

/** Whether the person looking could do the automatic work instead of whoever does it now. */
export function canTakeOver(settings: SettingsView): boolean {
  const you = yours(settings);
  return you?.isAdmin === true && you.state === 'ok' && you.role !== 'organization';
}

/** Why automatic work stands still, and what helps. */
export function pausedWords(settings: SettingsView): { why: string; help: string } {
  const organization = organizationOf(settings);
  const why = !organization
    ? 'The person whose access did the automatic work has left or withdrew it.'
    : `${organization.isYou ? 'Your own connection' : `The connection of user ${organization.userId}`} does the automatic work, and it is broken. ${brokenWords(organization)}.`;
  if (canTakeOver(settings))
    return { why, help: 'You can take over: it then sees and changes what you may see and change.' };
  const admin = 'a Pipedrive admin who has the app installed can take over on this page.';
  return { why, help: organization?.isYou ? `Reconnect, or ${admin}` : `A${admin.slice(1)}` };
}

const limitations: Record<string, { title: string; text: string }> = {
  not_admin: {
    title: 'The connected user is not a Pipedrive admin',
    text: 'Automatic work sees and changes only what that user may. Any admin who has the app installed can take over here.',
  },
  cannot_add_fields: {
    title: 'The connected user cannot create fields',
    text: 'Pipedrive does not let them add custom fields. Somebody with that permission can create the fields on this page.',
  },
};

/** What automatic work cannot do with the access it has, and the way around it. */
export function limitationWords(code: string): { title: string; text: string } {
  return (
    limitations[code] ?? {
      title: 'Limited access',
      text: `Pipedrive limits what the connected user can do (${code.replaceAll('_', ' ')}).`,
    }
  );
}
