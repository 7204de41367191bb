import * as sdkModule from '@pipedrive/app-extensions-sdk';
import type { Size } from './modal-size.ts';
import { openUntilGone } from './open-modal.ts';
import { sdkClassOf } from './sdk-class.ts';
import { isInsidePipedrive, type Theme, themeFromQuery } from './surface-query.ts';
import { themeFromEvent } from './theme-event.ts';
import { orRefused, withTimeOut } from './with-time-out.ts';

const { Color, Command, Event, Modal, View } = sdkModule;

/** How long the host may take for anything that does not wait for a person. */
const hostPatienceMs = 10_000;

export type Confirmation = { title: string; description: string; okText: string; destructive?: boolean };

/** Our modals, by the names of the registration: Pipedrive finds them by name, so no identifier is needed. */
type ModalName = 'Review changes' | 'Calculated values';

/** What a surface can ask of the Pipedrive window around it. */
export type Host = {
  /** Settles when the host answered `initialize`; rejects with HostError. Every other call waits for it. */
  ready: Promise<void>;
  /** The theme at load time; later changes come by `onTheme`. */
  theme: Theme;
  /** A token signed by Pipedrive for the current user, valid for 5 minutes. */
  signedToken(): Promise<string>;
  /** One short sentence at the edge of the Pipedrive window. */
  snackbar(message: string): Promise<void>;
  /** Asks the person; waits as long as it takes. */
  confirm(question: Confirmation): Promise<boolean>;
  /** Opens the app's settings page inside Pipedrive. */
  openSettings(): Promise<void>;
  /** Leads the Pipedrive window to the page of an organization. */
  openOrganization(id: number): Promise<void>;
  /**
   * Opens one of our modals with short texts (they become part of its address) and resolves when it is gone, whoever
   * closed it. Rejects with HostError when Pipedrive does not open it.
   */
  openModal(name: ModalName, data: Record<string, string>): Promise<void>;
  /** Closes the modal this page is in. Anywhere else Pipedrive refuses. */
  closeModal(): Promise<void>;
  /** Inner size of the Pipedrive window, which no modal may exceed. */
  windowSize(): Promise<Size>;
  /** Width counts in modals only. */
  resize(height: number, width?: number): Promise<void>;
  onTheme(listener: (theme: Theme) => void): () => void;
  /** Called when a collapsed panel is expanded again. */
  onExpand(listener: () => void): () => void;
};

let instance: Host | undefined;

/**
 * Connects to Pipedrive and sends `initialize` at once: a frame that has not done so in 10 seconds is not shown.
 * There is one instance per document, because every SDK object adds listeners that are never removed.
 * @param height the height to start with, in pixels
 * @returns null when the page was not loaded by Pipedrive
 */
export function connectHost(search: string, height: number): Host | null {
  if (!isInsidePipedrive(search)) return null;
  instance ??= createHost(search, height);
  return instance;
}

function createHost(search: string, height: number): Host {
  const Sdk = sdkClassOf(sdkModule);
  const sdk = new Sdk();
  const ready = withTimeOut(sdk.initialize({ size: { height } }), hostPatienceMs, 'initialize').then(
    () => {},
  );
  // Whoever waits for it sees the failure; without this it would also be reported as unhandled.
  ready.catch(() => {});
  const ask = async <T>(name: string, command: () => Promise<T>): Promise<T> => {
    await ready;
    return await withTimeOut(command(), hostPatienceMs, name);
  };
  return {
    ready,
    theme: themeFromQuery(search),
    signedToken: async () => (await ask('token', () => sdk.execute(Command.GET_SIGNED_TOKEN))).token,
    snackbar: (message) => ask('snackbar', () => sdk.execute(Command.SHOW_SNACKBAR, { message })),
    confirm: async ({ destructive, ...question }) => {
      await ready;
      const okColor = destructive ? Color.NEGATIVE : Color.PRIMARY;
      const asked = sdk.execute(Command.SHOW_CONFIRMATION, { ...question, okColor });
      return (await orRefused(asked, 'question')).confirmed;
    },
    openSettings: () => ask('settings', () => sdk.execute(Command.REDIRECT_TO, { view: View.SETTINGS })),
    openOrganization: (id) =>
      ask('record', () => sdk.execute(Command.REDIRECT_TO, { view: View.ORGANIZATIONS, id })),
    openModal: async (name, data) => {
      await ready;
      const gone = openUntilGone({
        open: () => sdk.execute(Command.OPEN_MODAL, { type: Modal.CUSTOM_MODAL, action_id: name, data }),
        onClose: (listener) => sdk.listen(Event.CLOSE_CUSTOM_MODAL, listener),
      });
      await orRefused(gone, 'modal');
    },
    closeModal: () => ask('close', () => sdk.execute(Command.CLOSE_MODAL)),
    windowSize: async () => {
      const { windowWidth, windowHeight } = await ask('window', () => sdk.execute(Command.GET_METADATA));
      return { width: windowWidth, height: windowHeight };
    },
    resize: (height, width) =>
      ask('resize', () => sdk.execute(Command.RESIZE, width === undefined ? { height } : { height, width })),
    onTheme: (listener) =>
      sdk.listen(Event.USER_SETTINGS_CHANGE, (event) => {
        const theme = themeFromEvent(event);
        if (theme) listener(theme);
      }),
    onExpand: (listener) =>
      sdk.listen(Event.VISIBILITY, (event) => {
        if (event.data?.is_visible) listener();
      }),
  };
}
