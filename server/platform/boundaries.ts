/**
 * The moments between two durable writes at which a killed process must lose nothing and repeat no create.
 * Production passes a function that does nothing; the crash tests pass one that ends the process at a chosen moment.
 */
export const boundaries = [
  'scan.page-read',
  'scan.links-written',
  'scan.checkpoint-written',
  'walk.page-read',
  'walk.records-noted',
  'walk.checkpoint-written',
  'weekly.superseded',
  'weekly.started',
  'weekly.waiting-noted',
  'weekly.chunks-added',
  'weekly.stretch-planned',
  'enrich.planned',
  'enrich.chunk-claimed',
  'enrich.replaced-kept',
  'enrich.pending-written',
  'enrich.patch-answered',
  'enrich.confirmed',
  'enrich.chunk-finished',
  'signals.taken-over',
  'signals.claims-written',
  'signals.taken',
  'signals.claimed',
  'signals.note-added',
  'inbox.stored',
  'inbox.claimed',
  'inbox.noted',
  'inbox.buried',
  'undo.read',
  'undo.answered',
  'undo.noted',
  'put-back.read',
  'put-back.written',
  'inbox.answered',
  'inbox.deleted',
  'webhooks.created',
  'repair.swept',
  'repair.made',
  'connection.handed-over',
  'connection.told',
  'mail.claimed',
  'mail.sending',
  'mail.sent',
  'mail.noted',
] as const;

export type Boundary = (typeof boundaries)[number];

/** Called when execution passes a boundary. */
export type AtBoundary = (name: Boundary) => void;
