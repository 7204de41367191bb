/** A line with its number from 1; `text` is null where the line was longer than allowed. */
type Line = { number: number; text: string | null };

const newline = 10;

/**
 * The lines of a byte stream, one at a time. Keeps at most one line in memory; of a longer one than `maxBytes` only
 * its number is given. A line break inside a character cannot happen: UTF-8 uses the byte for nothing else.
 */
export async function* readLines(
  source: AsyncIterable<Uint8Array | string>,
  maxBytes: number,
): AsyncGenerator<Line> {
  let number = 0;
  let parts: Buffer[] = [];
  let length = 0;
  const add = (part: Buffer) => {
    length += part.length;
    // What is thrown away early is what makes a huge line harmless.
    if (length > maxBytes) parts = [];
    else if (part.length > 0) parts.push(part);
  };
  const take = (): Line => {
    number += 1;
    const text = length > maxBytes ? null : Buffer.concat(parts).toString('utf8');
    parts = [];
    length = 0;
    return { number, text: number === 1 && text !== null ? text.replace(/^\uFEFF/, '') : text };
  };
  for await (const chunk of source) {
    const bytes =
      typeof chunk === 'string'
        ? Buffer.from(chunk)
        : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    let start = 0;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
      add(bytes.subarray(start, end));
      yield take();
      start = end + 1;
    }
    add(bytes.subarray(start));
  }
  if (length > 0) yield take();
}
