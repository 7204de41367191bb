import { QueryFault } from './query.ts';
import { schemaRefusal } from './refusal.ts';

/** Where a page ended: the sort value and the id of its last row. */
export type Position = { after: string | number; id: number };

type Marker = Position & { order: string; epoch: number };

/**
 * Packs a position into an opaque cursor.
 * @param order what the list is sorted by: a cursor of one order is of no use in another.
 * @param epoch cursors of an earlier epoch are dead.
 */
export function packCursor(position: Position, order: string, epoch: number): string {
  return Buffer.from(JSON.stringify({ ...position, order, epoch } satisfies Marker)).toString('base64url');
}

/** @throws Refusal 400 for a cursor that was never given, belongs to another order, or has died. */
export function unpackCursor(cursor: string, order: string, epoch: number): Position {
  const marker = read(cursor);
  if (marker.order !== order || marker.epoch !== epoch)
    throw schemaRefusal('cursor', 'is not a valid cursor');
  return { after: marker.after, id: marker.id };
}

function read(cursor: string): Marker {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (isMarker(value)) return value;
  } catch {
    // falls through to the refusal
  }
  throw schemaRefusal('cursor', 'is not a valid cursor');
}

function isMarker(value: unknown): value is Marker {
  return typeof value === 'object' && value !== null && 'after' in value && 'id' in value && 'order' in value;
}

/** The page size: 100 unless said, 500 at most. */
export function pageSize(text: string): number {
  if (!/^\d+$/.test(text)) throw new QueryFault('must be an integer');
  const value = Number(text);
  if (value < 1 || value > 500) throw new QueryFault('must be between 1 and 500');
  return value;
}
