type Opening = {
  /** Sends the command; settles once the modal is gone, or was refused. */
  open: () => Promise<unknown>;
  /** Listens for the end of a modal; gives the function that stops it. */
  onClose: (listener: (event: unknown) => void) => () => void;
};

/**
 * Opens a modal and waits until it is gone: by the answer to the command or by the event, whichever comes first. One of
 * them may be missing, so neither is relied on.
 * @throws what `open` throws
 */
export async function openUntilGone({ open, onClose }: Opening): Promise<void> {
  let stop: (() => void) | undefined;
  const closed = new Promise<void>((resolve) => {
    stop = onClose((event) => {
      if (!isError(event)) resolve();
    });
  });
  try {
    await Promise.race([open(), closed]);
  } finally {
    stop?.();
  }
}

/** The SDK gives a refused listener its error by the same way as the event. */
function isError(event: unknown): boolean {
  return typeof event === 'object' && event !== null && 'error' in event && Boolean(event.error);
}
