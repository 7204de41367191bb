import { describe, expect, it } from 'vitest';
import { missedBy } from '../../server/inbox/repair-stream.ts';
import { decideHealth, proofIsGoodForMs } from '../../server/inbox/stream-health.ts';
import type { Subscription } from '../../server/inbox/subscription.ts';

const now = new Date('2026-11-02T09:00:00Z');
const ago = (ms: number) => new Date(now.getTime() - ms);
const day = 86_400_000;

function subscription(changes: Partial<Subscription> = {}): Subscription {
  return {
    companyId: 1,
    epoch: 'e',
    objectType: 'organization',
    address: 'a',
    secret: 's',
    state: 'registered',
    code: null,
    webhookId: 1,
    ownerUserId: 1,
    origin: 'https://app.example',
    registeredAt: ago(day),
    certainUntil: ago(60_000),
    uncertain: null,
    listedAt: ago(60_000),
    lastDeliveryAt: null,
    lastDeliveryStatus: null,
    nextCheckAt: now,
    failures: 0,
    arrivals: { received: 0, repeated: 0, refused: {} },
    lastEventAt: null,
    lagMs: null,
    ...changes,
  };
}
const gap = { since: ago(3_600_000), reason: 'gap' as const, noticedAt: now };

describe('what is known of a company is trusted', () => {
  const health = (changes: Partial<Subscription> | null, behind = false) =>
    decideHealth(changes && subscription(changes), { now, behind });

  it('only while everything speaks for it', () => {
    expect(health({})).toBe('ok');
    expect(health({}, true)).toBe('behind');
    expect(health({ certainUntil: ago(proofIsGoodForMs + 1) })).toBe('silent');
    expect(health({ certainUntil: null })).toBe('silent');
    expect(health({ uncertain: gap })).toBe('gap');
    expect(health({ uncertain: { ...gap, reason: 'new' } })).toBe('gap');
    expect(health({ uncertain: { ...gap, reason: 'gone' } })).toBe('gone');
    expect(health({ state: 'refused' })).toBe('refused');
    expect(health({ state: 'pending' })).toBe('none');
    expect(health(null)).toBe('none');
  });
});

describe('a repair', () => {
  it('walks a small company after every gap, a large one after a long gap only', () => {
    const short = { ...gap, since: ago(3_600_000) };
    const long = { ...gap, since: ago(day) };
    expect(missedBy(short, { organizations: 5000 }).deletes).toBe(true);
    expect(missedBy(short, { organizations: 5001 }).deletes).toBe(false);
    expect(missedBy(long, { organizations: 100_000 }).deletes).toBe(true);
    expect(missedBy({ ...gap, since: null }, { organizations: 100_000 })).toEqual({
      since: null,
      deletes: true,
    });
  });
});
