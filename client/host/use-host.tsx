import {
  createContext,
  type ReactNode,
  type RefObject,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { followHeight, type HeightLimits } from './frame-height.ts';
import type { Host } from './host.ts';
import { fitModal } from './modal-size.ts';
import type { Theme } from './surface-query.ts';

type HostAccess = { host: Host; say: (message: string) => void; unsaid: string | null };

const HostContext = createContext<HostAccess | null>(null);

/** Makes the connected host known to everything below. */
export function HostProvider({ host, children }: { host: Host; children: ReactNode }) {
  const [unsaid, setUnsaid] = useState<string | null>(null);
  const access = useMemo<HostAccess>(() => {
    const say = (message: string) => {
      setUnsaid(null);
      host.snackbar(message).catch(() => setUnsaid(message));
    };
    return { host, say, unsaid };
  }, [host, unsaid]);
  return <HostContext value={access}>{children}</HostContext>;
}

/**
 * The host, `say` (one short sentence for the person, in Pipedrive's snackbar) and `unsaid`: what the host did not
 * show, for the page to show itself. Throws outside of HostProvider, which is a mistake in our code.
 */
export function useHost(): HostAccess {
  const access = useContext(HostContext);
  if (!access) throw new Error('useHost needs a HostProvider above it.');
  return access;
}

/** The current theme: from the query at first, from the host's events later. */
export function useTheme(host: Host | null): Theme {
  const [theme, setTheme] = useState<Theme>(host?.theme ?? 'light');
  useEffect(() => host?.onTheme(setTheme), [host]);
  return theme;
}

/** Gives a ref for the element whose height the frame shall have. */
export function useFrameHeight(limits: HeightLimits): RefObject<HTMLDivElement | null> {
  const { host } = useHost();
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!element.current) return;
    return followHeight(element.current, { limits, send: host.resize, onExpand: host.onExpand });
  }, [host, limits]);
  return element;
}

/**
 * Gives a ref for the element whose height the modal of this page shall have, as far as the Pipedrive window allows.
 * @param width in pixels
 * @param limits an object that stays the same
 */
export function useModalFit(width: number, limits: HeightLimits): RefObject<HTMLElement | null> {
  const { host } = useHost();
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!element.current) return;
    const send = async (height: number) => {
      const size = fitModal({ width, height }, await host.windowSize());
      await host.resize(size.height, size.width);
    };
    // A modal is never folded, so there is no moment at which it is unfolded.
    return followHeight(element.current, { limits, send, onExpand: () => () => {} });
  }, [host, width, limits]);
  return element;
}

/** Makes the modal this page is in as large as wanted, as far as the Pipedrive window allows. Pixels. */
export function useModalSize(width: number, height: number): void {
  const { host } = useHost();
  useEffect(() => {
    const adjust = async () => {
      const size = fitModal({ width, height }, await host.windowSize());
      await host.resize(size.height, size.width);
    };
    // A modal of another size than wanted still works.
    adjust().catch(() => {});
  }, [host, width, height]);
}
