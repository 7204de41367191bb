import { config } from 'zod';

// Imported before any contract: zod would otherwise try to compile schemas with `Function`, which the pages'
// content security policy forbids; it then falls back, but the browser reports a violation each time.
config({ jitless: true });
