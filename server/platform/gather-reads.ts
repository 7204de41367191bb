/**
 * Makes one reading of what many ask for at the same moment. Whoever asks is given a reading that began after they asked,
 * as if they had read themselves: while one is under way, the next gathers. An error is everybody's who asked for it.
 * @param nameOf what two must have in common to be given the same
 */
export function gatherReads<Key, Value>(
  read: (key: Key) => Promise<Value>,
  nameOf: (key: Key) => string | number,
): (key: Key) => Promise<Value> {
  type Readings = { underWay: Promise<unknown> | null; next: Promise<Value> | null };
  const known = new Map<string | number, Readings>();

  async function begin(name: string | number, readings: Readings, key: Key): Promise<Value> {
    await readings.underWay;
    // Answers arrive several at a time: whoever goes on from one of them and asks now is given the same reading.
    await new Promise(setImmediate);
    // A query of Mongoose is made anew whenever somebody waits for it: this waits once.
    const value = (async () => read(key))();
    const ended = value.then(ignore, ignore);
    readings.underWay = ended;
    readings.next = null;
    void ended.then(() => {
      if (readings.underWay === ended) readings.underWay = null;
      if (!readings.underWay && !readings.next) known.delete(name);
    });
    return value;
  }

  return (key) => {
    const name = nameOf(key);
    const readings = known.get(name) ?? { underWay: null, next: null };
    known.set(name, readings);
    readings.next ??= begin(name, readings, key);
    return readings.next;
  };
}

const ignore = () => undefined;
