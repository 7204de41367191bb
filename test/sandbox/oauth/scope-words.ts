const words: Record<string, string> = {
  base: 'Read your profile, settings and the currencies of your company',
  'contacts:read': 'Read people and organizations, and their fields',
  'contacts:full': 'Create, read, update and delete people and organizations, and their fields',
  'contact-fields:full': 'Create, update and delete fields of people and organizations',
  'webhooks:read': 'Read webhooks the app has set up',
  'webhooks:full': 'Create, read, update and delete webhooks',
  'users:read': 'Read the users of your company, their roles and permissions',
  'search:read': 'Search all your data',
  'recents:read': 'Read recent changes',
  admin: 'Change the settings of your company',
};

/** What a scope lets the app do, for the consent page. */
export function scopeInWords(scope: string): string {
  return words[scope] ?? scope;
}
