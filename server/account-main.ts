import { createAccountStore } from './accounts/account.store.ts';
import { runAccountCommand } from './accounts/account-command.ts';
import { compose } from './compose.ts';
import { type ProgramOptions, runProgram, say } from './process.ts';

/** `npm run account -- …` on the app's own database. */
export function main(options: ProgramOptions): Promise<number> {
  return runProgram(options, async ({ config, db, log }) => {
    const parts = await compose({ config, db, log, clientDir: '', expressionWorker: '' });
    await parts.prepare();
    return runAccountCommand(
      {
        accounts: createAccountStore(db),
        log,
        onPlanChanged: parts.onPlanChanged,
        print: (line) => void process.stdout.write(`${line}\n`),
        printError: say,
      },
      options.args ?? [],
    );
  });
}
