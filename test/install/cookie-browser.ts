/** A browser as far as installing needs one: keeps cookies by host and follows no redirect by itself. */
export type CookieBrowser = {
  go(url: string | URL, init?: { method?: string; form?: Record<string, string> }): Promise<Response>;
  /** Cookies it would send to a host, as a header. */
  cookies(url: string): string;
};

export function cookieBrowser(): CookieBrowser {
  const jars = new Map<string, Map<string, string>>();
  const jarOf = (url: string | URL) => {
    const { host } = new URL(url);
    const jar = jars.get(host) ?? new Map<string, string>();
    jars.set(host, jar);
    return jar;
  };
  const header = (url: string | URL) => [...jarOf(url)].map(([name, value]) => `${name}=${value}`).join('; ');

  return {
    cookies: header,
    async go(url, { method = 'GET', form } = {}) {
      const response = await fetch(url, {
        method,
        redirect: 'manual',
        headers: { cookie: header(url), accept: 'text/html' },
        ...(form && { body: new URLSearchParams(form) }),
      });
      for (const cookie of response.headers.getSetCookie()) {
        const [name, value] = (cookie.split(';', 1)[0] ?? '').split('=', 2);
        if (name && value !== undefined) jarOf(url).set(name, value);
      }
      return response;
    },
  };
}

/** Where a response sends the browser. */
export function locationOf(response: Response): URL {
  const location = response.headers.get('location');
  if (location === null) throw new Error(`Expected a redirect, got ${response.status}`);
  return new URL(location, response.url);
}
