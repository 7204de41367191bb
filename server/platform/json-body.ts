import express, { type RequestHandler } from 'express';
import { AppError } from './errors.ts';

/** Deeper than anything this app is sent. */
const deepest = 32;
/** Commas, colons and brackets: reading so many takes a few milliseconds, whatever they hold. */
const mostParts = 50_000;

/**
 * Reads JSON bodies that may be large. What `JSON.parse` takes long for is not their length, most of which is text,
 * but how much there is in them and how deep: that is counted before they are read, so that nobody can hold up others.
 * @param limit longest body, e.g. `1mb`
 */
export function jsonBody(limit: string): RequestHandler {
  return express.json({
    limit,
    verify: (_request, _response, body, encoding) => {
      // In other encodings what looks like a quote may be half of a letter.
      if (encoding !== 'utf-8') throw notUtf8();
      if (isTooMuchJson(body)) throw tooLarge();
    },
  });
}

/** True for JSON that would take long to read, or nests deeper than anything does here. Bytes are UTF-8. */
export function isTooMuchJson(bytes: Uint8Array): boolean {
  let [depth, parts] = [0, 0];
  for (let at = 0; at < bytes.length; at++) {
    switch (bytes[at]) {
      case quote:
        at = endOfText(bytes, at);
        break;
      case openList:
      case openObject:
        depth += 1;
        parts += 1;
        break;
      case closeList:
      case closeObject:
        depth -= 1;
        break;
      case comma:
      case colon:
        parts += 1;
    }
    if (depth > deepest || parts > mostParts) return true;
  }
  return false;
}

/** Place of the quote that ends the text begun at `start`; the end of all where there is none. */
function endOfText(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
  return at;
}

const code = (character: string): number => character.charCodeAt(0);
const [quote, backslash, comma, colon] = [code('"'), code('\\'), code(','), code(':')];
const [openList, closeList, openObject, closeObject] = [code('['), code(']'), code('{'), code('}')];

const tooLarge = () =>
  new AppError({ code: 'too_large', status: 413, message: 'The request is too large. Nothing was changed.' });
const notUtf8 = () =>
  new AppError({ code: 'bad_request', status: 415, message: 'The request was not understood: send UTF-8.' });
