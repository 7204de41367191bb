import type { Delivery, Webhook } from './webhook-state.ts';

const kept = 200;

/** What came of an attempt, and after how many milliseconds. */
export type Answer = { status: number | null; ms: number };

/** One attempt to deliver, without what it carried. */
export type AttemptNote = {
  at: string;
  webhookId: number;
  eventId: string;
  about: string;
  attempt: number;
  status: number | null;
  /** Milliseconds until the answer was there, or was waited for no longer. */
  ms: number;
};

/** Remembers the last attempts, and counts all since the start. */
export function createRecent() {
  const attempts: AttemptNote[] = [];
  const counts = { delivered: 0, failed: 0, lostInBan: 0 };
  return {
    add: (
      webhook: Webhook,
      { event, attempt }: Delivery,
      answer: { status: number | null; ms: number },
      now: Date,
    ): void => {
      const { status, ms } = answer;
      const about = `${event.action} ${event.kind} ${event.id}`;
      const at = now.toISOString();
      attempts.push({ at, webhookId: webhook.id, eventId: event.eventId, about, attempt, status, ms });
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
