/**
 * Walks through the sandbox's consent page as a browser would: signs the user in and presses a button.
 * @param authorizeUrl the address the app redirects to, or the one the Install button leads to
 * @returns the callback address Pipedrive sends the browser to, with `code` or `error`, and `state` where one was sent
 * @throws Error when the sandbox refuses the request
 */
export async function consentAs(
  sandbox: { url: string },
  who: { userId: number; decision?: 'allow' | 'cancel' },
  authorizeUrl: string,
): Promise<string> {
  const signedIn = await fetch(`${sandbox.url}/session`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ userId: String(who.userId), next: '/' }),
  });
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  const shown = await fetch(authorizeUrl, { headers: { cookie } });
  const html = await shown.text();
  if (!shown.ok) throw new Error(`The consent page answered ${shown.status}`);
  const form = new URLSearchParams({ decision: who.decision ?? 'allow' });
  for (const [, name = '', value = ''] of html.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)) {
    if (name !== 'next') form.set(name, unescaped(value));
  }
  const pressed = await fetch(`${sandbox.url}/oauth/authorize`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie },
    body: form,
  });
  const location = pressed.headers.get('location');
  if (location === null) throw new Error(`The consent form answered ${pressed.status}`);
  return location;
}

function unescaped(html: string): string {
  return html.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}
