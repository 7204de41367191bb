/** Index of the first element whose id is at least `id`, in a list ascending by id. */
export function indexOfId(list: readonly { id: number }[], id: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle]?.id ?? Number.POSITIVE_INFINITY) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The element with this id in a list ascending by id. */
export function byId<T extends { id: number }>(list: readonly T[], id: number): T | undefined {
  const found = list[indexOfId(list, id)];
  return found?.id === id ? found : undefined;
}
