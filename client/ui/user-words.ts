/** A Pipedrive user as far as we know one: names are not stored. */
export function userWords(userId: number, you: number | null): string {
  return userId === you ? 'you' : `User ${userId}`;
}
