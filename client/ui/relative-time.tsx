import { useEffect, useState } from 'react';
import { formatDateTime, formatRelative } from './format.ts';

/** A time as "3 minutes ago", kept true while it is on screen; the exact time is in its title. */
export function RelativeTime({ at }: { at: string }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={at} title={formatDateTime(at)}>
      {formatRelative(at, Math.max(now, Date.now()))}
    </time>
  );
}
