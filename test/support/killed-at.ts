import type { Boundary } from '../../server/platform/boundaries.ts';

/**
 * Between which durable writes which test kills a process (SIGKILL). Each of these tests takes its moments from here, and
 * `test/flows/fault-sweep.test.ts` holds that no moment is left out.
 */
export const killedAt = {
  'flows/killed-worker': [
    'scan.page-read',
    'scan.links-written',
    'scan.checkpoint-written',
    'enrich.planned',
    'enrich.chunk-claimed',
    'enrich.replaced-kept',
    'enrich.pending-written',
    'enrich.patch-answered',
    'enrich.confirmed',
    'enrich.chunk-finished',
  ],
  'flows/killed-careful-run': ['walk.page-read', 'walk.records-noted', 'walk.checkpoint-written'],
  'releases/killed-weekly': [
    'weekly.superseded',
    'weekly.started',
    'weekly.waiting-noted',
    'weekly.chunks-added',
    'weekly.stretch-planned',
  ],
  'signals/killed-worker': [
    'signals.taken-over',
    'signals.claims-written',
    'signals.taken',
    'signals.claimed',
    'signals.note-added',
  ],
  'inbox/killed-inbox': ['inbox.claimed', 'inbox.noted', 'inbox.buried', 'inbox.answered', 'inbox.deleted'],
  'inbox/killed-receiver': ['inbox.stored'],
  'inbox/killed-put-back': ['put-back.read', 'put-back.written'],
  'inbox/killed-repair': ['webhooks.created', 'repair.swept', 'repair.made'],
  'install/killed-handover': ['connection.handed-over', 'connection.told'],
  'notify/killed-mail': ['mail.claimed', 'mail.sending', 'mail.sent', 'mail.noted'],
  'undo/killed-undo': ['undo.read', 'undo.answered', 'undo.noted'],
} as const satisfies Record<string, readonly Boundary[]>;
