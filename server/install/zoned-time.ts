/** Further from a wall time than any offset or change of offset moves it. */
const reachMs = 36 * 3_600_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clock of a zone shows at an instant, as the milliseconds that UTC shows the same at. */
export function wallClock(instant: number, timeZone: string): number {
  const parts = new Map<string, number>();
  for (const { type, value } of formatFor(timeZone).formatToParts(instant)) parts.set(type, Number(value));
  const [year = 0, month = 1, ...rest] = ['year', 'month', 'day', 'hour', 'minute', 'second'].map((type) =>
    parts.get(type),
  );
  return Date.UTC(year, month - 1, ...rest.map((part) => part ?? 0)) + (((instant % 1000) + 1000) % 1000);
}

/** The first instant at which the clock of a zone shows `wall` or, where it never does, jumps over it. */
export function firstInstantOf(wall: number, timeZone: string): number {
  return Math.min(...instantsOf(wall, timeZone));
}

/** The last instant at which the clock of a zone shows `wall` or, where it never does, jumps over it. */
export function lastInstantOf(wall: number, timeZone: string): number {
  return Math.max(...instantsOf(wall, timeZone));
}

/** Every instant at which the clock shows `wall`: one, two where it is put back, that of the jump where it skips it. */
function instantsOf(wall: number, timeZone: string): number[] {
  const offsetAt = (instant: number) => wallClock(instant, timeZone) - instant;
  const candidates = [wall - offsetAt(wall - reachMs), wall - offsetAt(wall + reachMs)];
  const shown = candidates.filter((instant) => wallClock(instant, timeZone) === wall);
  return shown.length > 0 ? shown : [jumpOver(wall, timeZone, candidates)];
}

/** The instant between two at which the clock goes from before `wall` to after it. */
function jumpOver(wall: number, timeZone: string, between: number[]): number {
  let before = Math.min(...between);
  let after = Math.max(...between);
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (wallClock(middle, timeZone) < wall) before = middle;
    else after = middle;
  }
  return after;
}

/** Making a format takes far longer than using it, and there are only a few hundred zones. */
function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const part = 'numeric';
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: part,
    month: part,
    day: part,
    hour: part,
    minute: part,
    second: part,
  });
  formats.set(timeZone, format);
  return format;
}
