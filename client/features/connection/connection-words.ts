import type { ConnectionView, SettingsView } from '../../../server/install/install.contract.ts';
import { formatDay } from '../../ui/format.ts';

/** Names of users, where they may be seen. */
export type People = ReadonlyMap<number, string>;

const broken: Record<string, string> = {
  revoked: 'Access was withdrawn in Pipedrive, or the user is not active there any more',
  user_disabled: 'The user was deactivated in Pipedrive',
  expired: 'It was not used for 60 days',
  scopes_changed: 'The app needs new permissions',
  unreadable_secret: 'The stored access cannot be read any more',
};

/** Why a connection is broken. */
export function brokenWords({ brokenReason }: Pick<ConnectionView, 'brokenReason'>): string {
  return (brokenReason && broken[brokenReason]) || 'Pipedrive does not accept the connection any more';
}

/** A user inside a sentence: by name where it may be seen, else by number. */
export function personWords(userId: number, people: People): string {
  return people.get(userId) ?? `user ${userId}`;
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
export function pausedWords(settings: SettingsView, people: People): { why: string; help: string } {
  const organization = organizationOf(settings);
  const why = !organization
    ? whoLeft(settings, people)
    : `${organization.isYou ? 'Your own connection' : `The connection of ${personWords(organization.userId, people)}`} does the automatic work, and it is broken. ${brokenWords(organization)}.`;
  if (canTakeOver(settings))
    return { why, help: 'You can take over: it then sees and changes what you may see and change.' };
  const admin = 'a Pipedrive admin who has the app installed can take over on this page.';
  return { why, help: organization?.isYou ? `Reconnect, or ${admin}` : `A${admin.slice(1)}` };
}

function whoLeft({ handover }: SettingsView, people: People): string {
  if (handover?.toUserId !== null || handover.fromUserId === null)
    return 'The person whose access did the automatic work has left or withdrew it.';
  return `The access of ${personWords(handover.fromUserId, people)} did the automatic work, and they removed the app.`;
}

/** The day on which everything is erased unless somebody connects again; null while somebody's connection works. */
export function everythingErasedOn({ connections }: SettingsView): string | null {
  const ends = connections.map(({ erasesAt }) => erasesAt);
  const last = ends.toSorted().at(-1);
  return !last || ends.includes(null) ? null : formatDay(last);
}

const handoverDays = 14;

/** That somebody took over by itself, who, from whom and why; null when there is nothing new about it. */
export function handoverWords(
  { handover }: SettingsView,
  people: People,
  now: number,
): { title: string; text: string } | null {
  if (!handover || handover.toUserId === null || handover.reason === 'by_hand') return null;
  if (now - Date.parse(handover.at) > handoverDays * 86_400_000) return null;
  const { fromUserId, toUserId, reason, at } = handover;
  const from = fromUserId === null ? 'the person before' : personWords(fromUserId, people);
  const why = reason === 'left' ? 'They removed the app' : brokenWords({ brokenReason: reason });
  const to = personWords(toUserId, people);
  return {
    title: `${to.charAt(0).toUpperCase()}${to.slice(1)} took over automatic work`,
    text: `On ${formatDay(at)} the access of ${from} ended. ${why}. Automatic work went on by itself.`,
  };
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
