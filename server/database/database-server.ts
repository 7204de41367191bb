/** A MongoDB-compatible server the app can talk to. */
export type DatabaseServer = {
  uri: string;
  /** What it is, for the start-up line and the bench: e.g. `mongod 8.0.4 (downloaded)`. */
  name: string;
  /** Process group of a server this process started, where there is one to wait for. */
  group?: number;
  /** Ends a server this process started; does nothing to one it only found. */
  stop(): Promise<void>;
};

/** Reports progress of slow steps (downloads, installs) to the person waiting. */
export type Progress = (message: string) => void;

export type EmbeddedOptions = {
  /** Folder for the data of this engine; made when missing. */
  dataPath: string;
  /** Folder for downloaded or installed programs, shared by all copies of the app. */
  cacheDir: string;
  progress: Progress;
};

/** One way to run a server here: null when it is not to be had on this machine. */
export type Engine = {
  id: string;
  start(options: EmbeddedOptions): Promise<DatabaseServer | null>;
};
