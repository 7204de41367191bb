/** How long what happened to a record is kept. */
export const historyDays = 30;

/** How long a run that is over is kept in the list. */
export const runDays = 90;
