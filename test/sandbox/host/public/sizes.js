/**
 * @typedef {{ height?: number | undefined, width?: number | undefined }} Size
 * @typedef {{ height: [number, number], width: [number, number] | undefined }} Limits width undefined: the host decides it
 */

/**
 * The sizes a surface may ask for, in pixels. The settings page has no documented limits.
 * @param {string} surface
 * @returns {Limits}
 */
function sizeLimits(surface) {
  if (surface.endsWith('_panel')) return { height: [100, 750], width: undefined };
  if (surface === 'custom_modal')
    return { height: [120, window.innerHeight], width: [320, window.innerWidth] };
  return { height: [0, Number.POSITIVE_INFINITY], width: undefined };
}

/**
 * Checks a size a frame asks for. A size outside the limits is refused as a whole, never clamped.
 * @param {string} surface
 * @param {unknown} asked arguments of `resize` or `initialize`'s `size`
 * @returns {Size | undefined} what to apply; undefined when the request is refused
 */
export function acceptedSize(surface, asked) {
  if (typeof asked !== 'object' || asked === null) return undefined;
  const limits = sizeLimits(surface);
  const { height, width } = /** @type {Record<string, unknown>} */ (asked);
  if (!inside(height, limits.height)) return undefined;
  if (limits.width && !inside(width, limits.width)) return undefined;
  return { height: pixels(height), width: limits.width ? pixels(width) : undefined };
}

/** @param {unknown} value @param {[number, number]} range */
function inside(value, [least, most]) {
  return value === undefined || (typeof value === 'number' && value >= least && value <= most);
}

/** @param {unknown} value */
function pixels(value) {
  return typeof value === 'number' ? value : undefined;
}
