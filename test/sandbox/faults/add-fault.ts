import type { Fault, FaultKind, World } from '../world.ts';

/** Kinds of trouble, and what each does. */
export const faultKinds: Record<FaultKind, string> = {
  timeout_before: 'nothing happens and no answer comes',
  timeout_after: 'the change is made, but no answer comes',
  status: 'nothing happens and the answer is `status` (500 unless said)',
  status_after: 'the change is made, but the answer is `status` (500 unless said)',
  slow: 'the answer comes after `ms` milliseconds more',
  text: 'nothing happens and the answer is `status` (503 unless said) in plain text, as Store Leads may send it',
  error_200: 'nothing happens and the answer is 200 with an `error` in it, as Store Leads may send it',
  html_403: 'a page of HTML with status 403, as a firewall sends it',
  hold: 'the request waits, before anything happens, until it is released',
  hold_after: 'the change is made, but the answer waits until it is released',
};

export type FaultWish = { kind: FaultKind } & Partial<Omit<Fault, 'id' | 'kind'>>;

/** Arms a fault; by default for the next one request of any kind to any path. */
export function addFault(world: World, wish: FaultWish): Fault {
  const fault: Fault = { method: '*', path: '*', count: 1, ...wish, id: world.nextId.fault++ };
  world.faults.push(fault);
  return fault;
}
