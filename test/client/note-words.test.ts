import { describe, expect, it } from 'vitest';
import { noteWords } from '../../client/ui/note-words.ts';
import { noteCodes } from '../../server/mapping/convert/note.contract.ts';

describe('the words for what happened to a field', () => {
  it.each(noteCodes)('are written for %s', (code) => {
    expect(noteWords(code)).not.toMatch(/^not as expected/);
  });

  it('still say something of a code of another version', () => {
    expect(noteWords('made_up_later')).toBe('not as expected (made up later)');
  });
});
