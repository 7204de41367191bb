import { Refusal } from './refusal.ts';

/** A refusal of the webhooks endpoints, which have a shape of their own (pipedrive-api.md 8.1). */
export function webhookRefusal(status: number, errors: Record<string, string[]>): Refusal {
  return new Refusal(status, 'Webhook refused', {}, { status: 'error', success: false, errors });
}

/** The webhook is another app's, or a person's own. */
export function webhookForbidden(): Refusal {
  return new Refusal(403, 'Forbidden', {}, { success: false, message: 'Forbidden' });
}
