import type { Delivery, Webhook } from './webhook-state.ts';

const kept = 200;

/** One attempt to deliver, without what it carried. */
export type AttemptNote = {
  at: string;
  webhookId: number;
  eventId: string;
  about: string;
  attempt: number;
  status: number | null;
};

/** Remembers the last attempts, and counts all since the start. */
export function createRecent() {
  const attempts: AttemptNote[] = [];
  const counts = { delivered: 0, failed: 0, lostInBan: 0 };
  return {
    add: (webhook: Webhook, { event, attempt }: Delivery, status: number | null, now: Date): void => {
      const about = `${event.action} ${event.kind} ${event.id}`;
      const at = now.toISOString();
      attempts.push({ at, webhookId: webhook.id, eventId: event.eventId, about, attempt, status });
      if (attempts.length > kept) attempts.shift();
      if (status !== null && status >= 200 && status < 300) counts.delivered += 1;
      else counts.failed += 1;
    },
    lost: (): void => {
      counts.lostInBan += 1;
    },
    read: () => ({ counts: { ...counts }, attempts: [...attempts] }),
  };
}
