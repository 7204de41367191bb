import type { WebhooksView } from '../../../server/inbox/webhooks.contract.ts';
import { ago } from './answers.ts';

/** How changes reach the app when all is well. */
export function webhooks(changes: Partial<WebhooksView> = {}): WebhooksView {
  return {
    health: 'ok',
    code: null,
    lastEventAt: ago(180),
    certainUntil: ago(600),
    nextCheckAt: ago(-3600),
    lagMs: 1400,
    received: 12,
    repeated: 0,
    refused: {},
    waiting: 0,
    dead: 0,
    lastDeliveryStatus: 200,
    automatic: true,
    quietUntil: null,
    ...changes,
  };
}
