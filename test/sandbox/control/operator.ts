import { type ControlDeps, ControlFault } from './control-action.ts';

const patienceMs = 10_000;

/** Plans of Store Leads, as the app's operator interface names them. */
export const accountPlans = ['free', 'premium', 'pro', 'elite', 'enterprise'] as const;

/**
 * Asks the app's operator interface for the company's account, or sets its plan; the answer is given as it came.
 * @throws ControlFault 501 without access to the app, 502 when it does not answer
 */
export async function askOperator(
  { appOperator, world }: ControlDeps,
  body: { plan: string } | undefined,
): Promise<{ status: number; answer: unknown }> {
  if (!appOperator) throw new ControlFault('The sandbox was started without access to the app', 501);
  const response = await fetch(new URL(`/operator/accounts/${world.company.id}`, appOperator.url), {
    method: body ? 'PUT' : 'GET',
    headers: { authorization: `Bearer ${appOperator.token}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(patienceMs),
  }).catch(() => {
    throw new ControlFault('The app does not answer', 502);
  });
  return { status: response.status, answer: parsed(await response.text()) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
