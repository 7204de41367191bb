/** @typedef {'light' | 'dark'} Theme */

/** @returns {Theme} the theme the page shows now */
export function currentTheme() {
  return document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light';
}

/**
 * Changes the theme of the host and remembers it for the next page.
 * @param {Theme} theme
 */
export function applyTheme(theme) {
  document.documentElement.dataset['theme'] = theme;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API needs a secure context on other hosts
  document.cookie = `host_theme=${theme}; path=/; max-age=31536000; samesite=lax`;
  const button = document.querySelector('[data-action="theme"]');
  if (button) button.textContent = theme === 'dark' ? 'Light theme' : 'Dark theme';
}

/**
 * The message a theme change is pushed with. The documented shape is the usual one; which one Pipedrive really
 * sends is not established, so an app has to survive all three.
 * @param {string} variant documented · flat · merged
 * @param {Theme} theme
 */
export function themeMessage(variant, theme) {
  if (variant === 'flat') return { theme };
  if (variant === 'merged') return { theme, data: { theme } };
  return { data: { theme } };
}
