import type { CookieOptions, Request, Response } from 'express';
import { stateLifeMs } from './oauth-flow.ts';

/**
 * The cookie that ties an install to the browser that began it. Over https the `__Host-` prefix keeps other hosts
 * of the domain from setting it. Lax: it must come along when Pipedrive's consent screen sends the person back.
 */
export function browserCookie(appUrl: string) {
  const secure = appUrl.startsWith('https:');
  const name = secure ? '__Host-install' : 'install';
  const options: CookieOptions = { httpOnly: true, sameSite: 'lax', secure, path: '/' };

  return {
    /** The value this browser brings, if it is one we could have set. */
    read(request: Request): string | undefined {
      for (const part of (request.get('cookie') ?? '').split(';')) {
        const [key, value] = part.trim().split('=', 2);
        if (key === name && value !== undefined && /^[\w-]{43}$/.test(value)) return value;
      }
      return undefined;
    },
    set(response: Response, value: string): void {
      response.cookie(name, value, { ...options, maxAge: stateLifeMs });
    },
  };
}
