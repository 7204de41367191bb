import type { ConnectionView } from '../../../server/install/install.contract.ts';

const broken: Record<string, string> = {
  revoked: 'Access was withdrawn in Pipedrive',
  user_left: 'The user is not active in Pipedrive any more',
  scopes_changed: 'The app needs new permissions',
  unreadable_secret: 'The stored access cannot be read any more',
};

/** Why a connection is broken. */
export function brokenWords({ brokenReason }: ConnectionView): string {
  return (brokenReason && broken[brokenReason]) || 'Pipedrive does not accept the connection any more';
}

const limitations: Record<string, { title: string; text: string }> = {
  not_admin: {
    title: 'The connected user is not a Pipedrive admin',
    text: 'Automatic work sees and changes only what that user may. Ask an admin to install the app and to take over.',
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
