import { describe, expect, it } from 'vitest';
import { isNoteOf, markerOf, noteContent } from '../../server/signals/signal-note.ts';

const releasedAt = new Date('2026-11-23T05:00:00Z');
const note = {
  storeId: 'shop.example',
  release: 12,
  releasedAt,
  changes: [
    { kind: 'platform_changed' as const, from: 'wix', to: 'shopify' },
    { kind: 'app_added' as const, from: null, to: 'A & "B" <script>alert(1)</script>' },
    { kind: 'plan_changed' as const, from: null, to: 'Plus' },
    { kind: 'app_removed' as const, from: 'Privy', to: null },
  ],
};

describe('a note', () => {
  it('says each change on a line, escaped, with a link to the shop and the release', () => {
    const content = noteContent(note);
    expect(content).toContain('<a href="https://shop.example">shop.example</a>');
    expect(content).toContain('<li>Platform: Wix → <b>Shopify</b></li>');
    expect(content).toContain('<li>Plan: none → <b>Plus</b></li>');
    expect(content).toContain('<li>App removed: <b>Privy</b></li>');
    expect(content).toContain('A &amp; &quot;B&quot; &lt;script&gt;alert(1)&lt;/script&gt;');
    expect(content).not.toContain('<script>');
    expect(content).toContain('Store Leads, release 12 of 23 Nov 2026.');
  });

  it('is known again after Pipedrive cleaned it, and taken for no other release', () => {
    const cleaned = noteContent(note)
      .replace('release 12', '<span>release</span>\n12')
      .replaceAll('<p>', '<p class="x">');
    expect(isNoteOf(note, cleaned)).toBe(true);
    for (const other of [1, 2, 120, 13])
      expect(isNoteOf({ release: other, releasedAt }, cleaned)).toBe(false);
    expect(isNoteOf({ release: 1, releasedAt: null }, markerOf({ release: 12, releasedAt: null }))).toBe(
      false,
    );
  });
});
