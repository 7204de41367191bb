/** The rights the app needs, fixed because a later addition makes every user authorise again. */
export const requiredScopes: readonly string[] = [
  'base',
  'contacts:full',
  'contact-fields:full',
  'webhooks:full',
  'users:read',
];

/** The required scopes a grant does not hold. */
export function missingScopes(granted: readonly string[]): string[] {
  return requiredScopes.filter((scope) => !granted.includes(scope));
}
