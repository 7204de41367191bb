import { themeFromQuery } from './surface-query.ts';

// Imported before anything else by every entry, so that the first paint already has the right colours.
document.documentElement.dataset['mantineColorScheme'] = themeFromQuery(window.location.search);
