/** Closes open menus (`<details class="menu">`) on Escape, on a click elsewhere and after a choice. */
export function wireMenus() {
  const openMenus = () => [...document.querySelectorAll('details.menu[open]')];
  document.addEventListener('click', ({ target }) => {
    for (const menu of openMenus()) {
      const onSummary = target instanceof Element && target.closest('summary')?.parentElement === menu;
      if (!onSummary) menu.removeAttribute('open');
    }
  });
  document.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return;
    for (const menu of openMenus()) {
      menu.removeAttribute('open');
      menu.querySelector('summary')?.focus();
    }
  });
  // A click into a frame never reaches this document, it only takes the focus away.
  window.addEventListener('blur', () => {
    for (const menu of openMenus()) menu.removeAttribute('open');
  });
}
