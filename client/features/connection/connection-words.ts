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
    title: 'You are not a Pipedrive admin',
    text: 'Automatic work sees only the organizations that you see, and only an admin can take it over. Ask an admin to install the app as well.',
  },
  cannot_add_fields: {
    title: 'You cannot create fields',
    text: 'Pipedrive does not let you add custom fields. Ask a Pipedrive admin for that permission, or to create the fields here.',
  },
};

/** What somebody cannot do, and the way around it. */
export function limitationWords(code: string): { title: string; text: string } {
  return (
    limitations[code] ?? {
      title: 'Limited access',
      text: `Pipedrive limits what you can do here (${code.replaceAll('_', ' ')}).`,
    }
  );
}
