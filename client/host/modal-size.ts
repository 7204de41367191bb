/** Width and height in pixels. */
export type Size = { width: number; height: number };

/** The smallest modal Pipedrive takes; the largest is its own window. */
const smallest: Size = { width: 320, height: 120 };

/** How much of the window a modal of ours takes at most, so that Pipedrive stays visible around it. */
const share = 0.9;

/**
 * The size to ask for: what is wanted, as far as it fits into the Pipedrive window. Pipedrive ignores a size outside
 * its limits as a whole.
 * @param window inner size of the Pipedrive window
 */
export function fitModal(wanted: Size, window: Size): Size {
  const within = (side: keyof Size) =>
    Math.max(smallest[side], Math.floor(Math.min(wanted[side], window[side] * share)));
  return { width: within('width'), height: within('height') };
}
