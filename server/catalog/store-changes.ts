import { isObject, readKnownText, readText } from './read-domain.ts';
import type { StoreDomain } from './store.ts';

/** What the release that last changed a store changed about it. Store data only. */
export type StoreChanges = {
  release: number;
  /** Number of attributes that came, went or have another value. */
  attributes: number;
  platform?: Change;
  plan?: Change;
  /** Names of apps that are installed now and were not, and the other way round. */
  appsAdded: string[];
  appsRemoved: string[];
};

/** A text before and after; null where there was or is none. */
type Change = { from: string | null; to: string | null };

/** A note names a few apps; a shop that changes more of them at once was moved, not tended. */
const maxApps = 50;
const maxLength = 120;

/**
 * What a release changed about a store. Where the release wrote the store once before (an import that was taken up
 * again, a correction), `earlier` is what it changed then, and the answer is about both together.
 */
export function changesBetween(
  old: StoreDomain,
  now: StoreDomain,
  release: number,
  earlier: StoreChanges | undefined,
): StoreChanges {
  const before = appNames(old);
  const after = appNames(now);
  const changes: StoreChanges = {
    release,
    attributes: changedAttributes(old, now),
    appsAdded: missingIn(before, after),
    appsRemoved: missingIn(after, before),
  };
  const platform = change(old.platform, now.platform);
  const plan = change(old['plan'], now['plan']);
  if (platform) changes.platform = platform;
  if (plan) changes.plan = plan;
  return earlier?.release === release ? together(earlier, changes) : changes;
}

/** Two changes of one release, one after the other: what was taken back is none. */
function together(first: StoreChanges, second: StoreChanges): StoreChanges {
  const both: StoreChanges = {
    release: second.release,
    // Which attributes they were is not kept: the larger number is the nearest to the truth.
    attributes: Math.max(first.attributes, second.attributes),
    appsAdded: without([...first.appsAdded, ...second.appsAdded], second.appsRemoved, first.appsRemoved),
    appsRemoved: without([...first.appsRemoved, ...second.appsRemoved], second.appsAdded, first.appsAdded),
  };
  for (const what of ['platform', 'plan'] as const) {
    const from = (first[what] ?? second[what])?.from;
    const to = (second[what] ?? first[what])?.to;
    const whole = change(from, to);
    if (whole) both[what] = whole;
  }
  return both;
}

function without(names: string[], ...others: string[][]): string[] {
  const gone = new Set(others.flat());
  return [...new Set(names)].filter((name) => !gone.has(name)).slice(0, maxApps);
}

function change(from: unknown, to: unknown): Change | null {
  const change = { from: shortText(from), to: shortText(to) };
  return change.from === change.to ? null : change;
}

function changedAttributes(old: StoreDomain, now: StoreDomain): number {
  let changed = 0;
  for (const key of new Set([...Object.keys(old), ...Object.keys(now)])) {
    const [a, b] = [old[key], now[key]];
    if (a !== b && JSON.stringify(a) !== JSON.stringify(b)) changed += 1;
  }
  return changed;
}

/** Names of the installed apps of every platform, by their form in lower case: spelling alone is no change. */
function appNames({ apps }: StoreDomain): Map<string, string> {
  const names = new Map<string, string>();
  // A stored record may be older than today's checks.
  for (const app of Array.isArray(apps) ? apps : []) {
    if (!isObject(app) || readText(app.state)?.toLowerCase() === 'inactive') continue;
    const name = shortText(app.name ?? app.token ?? app.id);
    if (name !== null && !names.has(name.toLowerCase())) names.set(name.toLowerCase(), name);
  }
  return names;
}

function missingIn(one: Map<string, string>, other: Map<string, string>): string[] {
  const missing: string[] = [];
  for (const [key, name] of other) if (!one.has(key) && missing.length < maxApps) missing.push(name);
  return missing;
}

function shortText(value: unknown): string | null {
  return readKnownText(value)?.slice(0, maxLength) ?? null;
}
