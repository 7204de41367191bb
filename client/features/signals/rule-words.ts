import type { SignalRule } from '../../../server/install/preferences.contract.ts';

/** What rules may be about, as one chooses it. */
export const kindOptions: { value: SignalRule['kind']; label: string; named: string }[] = [
  { value: 'app_added', label: 'App added', named: 'Apps' },
  { value: 'app_removed', label: 'App removed', named: 'Apps' },
  { value: 'platform_changed', label: 'Platform changed', named: 'Platforms' },
  { value: 'plan_changed', label: 'Plan changed', named: 'Plans' },
];

/** A rule as a sentence: "A note is added when a shop gains Klaviyo." */
export function ruleWords({ kind, names }: SignalRule): string {
  return `A note is added when a shop ${does(kind, listed(names))}.`;
}

function does(kind: SignalRule['kind'], names: string | null): string {
  switch (kind) {
    case 'app_added':
      return `gains ${names ?? 'any app'}`;
    case 'app_removed':
      return `drops ${names ?? 'any app'}`;
    case 'platform_changed':
      return names ? `moves to or from ${names}` : 'moves to another platform';
    case 'plan_changed':
      return names ? `changes to or from the plan ${names}` : 'changes its plan';
  }
}

function listed(names: readonly string[]): string | null {
  const last = names.at(-1);
  if (last === undefined) return null;
  return names.length === 1 ? last : `${names.slice(0, -1).join(', ')} or ${last}`;
}
