import type { StoreChanges } from '../catalog/store-changes.ts';
import type { SignalRule } from '../install/preferences.contract.ts';

/** One change that a note tells. `from` and `to`: what was and is there; an app is in the one it is in. Store data only. */
export type SignalChange = { kind: SignalRule['kind']; from: string | null; to: string | null };

/**
 * What of a release's changes the rules ask for, each once however many rules ask for it: platform and plan first, then
 * apps by name. Names are compared without regard to case; a rule without any asks for every change of its kind, and a
 * named platform or plan counts whether the shop moved to it or away from it. Pure.
 */
export function matchingChanges(rules: readonly SignalRule[], changes: StoreChanges): SignalChange[] {
  return changesIn(changes).filter((change) => rules.some((rule) => asksFor(rule, change)));
}

function asksFor({ kind, names }: SignalRule, change: SignalChange): boolean {
  if (kind !== change.kind) return false;
  const about = [change.from, change.to].flatMap((name) => (name === null ? [] : [plain(name)]));
  return names.length === 0 || names.some((name) => about.includes(plain(name)));
}

function changesIn({ platform, plan, appsAdded, appsRemoved }: StoreChanges): SignalChange[] {
  return [
    ...(platform ? [{ kind: 'platform_changed' as const, from: platform.from, to: platform.to }] : []),
    ...(plan ? [{ kind: 'plan_changed' as const, from: plan.from, to: plan.to }] : []),
    ...appsAdded.toSorted().map((name) => ({ kind: 'app_added' as const, from: null, to: name })),
    ...appsRemoved.toSorted().map((name) => ({ kind: 'app_removed' as const, from: name, to: null })),
  ];
}

const plain = (name: string) => name.trim().toLowerCase();
