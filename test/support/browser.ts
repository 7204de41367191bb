import { type Browser, chromium } from 'playwright-core';
import { findChromium } from './find-chromium.ts';

/** Nothing that talks to the network on its own account, nor draws as a graphics card would; no sandbox where root could not have one. */
const flags = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-gpu',
];

/**
 * Starts a headless Chromium. The caller closes it.
 * @throws Error that says what to do where no Chromium can be had
 */
export async function launchBrowser(): Promise<Browser> {
  const root = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: await findChromium(),
    args: root ? [...flags, '--no-sandbox'] : flags,
  });
}
