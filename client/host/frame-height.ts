/** Heights in pixels a surface may have. Pipedrive ignores or refuses anything outside, so we never send it. */
export type HeightLimits = { min: number; max: number };

/** The limits Pipedrive documents for panels. */
export const panelHeights: HeightLimits = { min: 100, max: 750 };

/** Settings pages have no documented limits; Pipedrive's own example never goes below 600. */
export const settingsHeights: HeightLimits = { min: 600, max: 4000 };

const settleMs = 80;

/** The whole number of pixels to ask for, inside the limits. */
export function clampHeight(pixels: number, limits: HeightLimits): number {
  return Math.min(limits.max, Math.max(limits.min, Math.ceil(pixels)));
}

type Options = {
  limits: HeightLimits;
  send: (height: number) => Promise<void>;
  onExpand: (measure: () => void) => () => void;
};

/**
 * Keeps the frame as high as `element`: sends a new height once it has settled, and only when it changed.
 * A height of 0 means the panel is collapsed and says nothing about the content.
 * @returns a function that stops it
 */
export function followHeight(element: HTMLElement, { limits, send, onExpand }: Options): () => void {
  let sent: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const measure = () => {
    const pixels = element.getBoundingClientRect().height;
    if (pixels === 0) return;
    const height = clampHeight(pixels, limits);
    if (height === sent) return;
    sent = height;
    // A refused height leaves the frame as it was: the content then scrolls, so there is nothing to tell.
    send(height).catch(() => {
      sent = undefined;
    });
  };
  const settle = () => {
    clearTimeout(timer);
    timer = setTimeout(measure, settleMs);
  };

  const observer = new ResizeObserver(settle);
  observer.observe(element);
  const stopListening = onExpand(() => {
    sent = undefined;
    settle();
  });
  return () => {
    clearTimeout(timer);
    observer.disconnect();
    stopListening();
  };
}
