/**
 * What this page asks its own server. Secrets stay there: the browser only ever sees finished tokens.
 */

/**
 * Asks for the address of one frame load.
 * @param {{ surface: string, recordId: string | undefined, token: string, context: Record<string, string>,
 *   modal: import('./frames.js').Slot['modal'] }} load
 * @returns {Promise<{ id: string, url: string }>} runtime id and the address that carries it
 */
export async function requestFrame(load) {
  const { id, url } = await post('/host/frames', load);
  return { id: String(id), url: String(url) };
}

/**
 * Asks for a fresh signed token of the signed-in user.
 * @param {string} fault one of the token faults, "ok" for a good one
 * @returns {Promise<string>}
 */
export async function requestToken(fault) {
  const { token } = await post('/host/token', { token: fault });
  return String(token);
}

/**
 * @param {string} path
 * @param {object} body
 * @returns {Promise<Record<string, unknown>>}
 * @throws Error with the server's sentence
 */
export async function post(path, body) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(String(answer.error ?? `The sandbox answered ${response.status}`));
  return answer;
}
