export type FieldCode = string;
export type Snapshot = { fields: Record<FieldCode, string | null>; updateTime: string };
/** An event as Pipedrive has noted it, before it is sent. */
export type Told = {
  id: string;
  /** Its place among all events. */
  order: number;
  action: 'create' | 'change' | 'delete';
  record: number;
  at: number;
  userId: number;
  source: 'app' | 'api';
  data: Snapshot | null;
  previous: Snapshot | null;
  mergedTo: number | null;
  mergedFrom: number | null;
  /** True for the app's own writes. */
  byApp: boolean;
};
