import { parseArgs } from 'node:util';
import { z } from 'zod';
import { isAppError } from '../platform/errors.ts';
import type { Log } from '../platform/log.ts';
import type { AccountStore } from './account.store.ts';
import type { Account } from './account.ts';
import { type PlanChange, planChange, planName } from './accounts.contract.ts';
import { noAccount, setPlan } from './set-plan.ts';

const accountUsage = `Usage:
  npm run account -- show COMPANY_ID
  npm run account -- plan COMPANY_ID PLAN [--platforms shopify,wix | --platforms all]
Plans: ${planName.options.join(', ')}`;

type Deps = {
  accounts: AccountStore;
  log: Log;
  onPlanChanged(companyId: number): Promise<void>;
  /** Where answers go, and where refusals go. */
  print(line: string): void;
  printError(line: string): void;
};

type Command = { name: 'show'; companyId: number } | { name: 'plan'; companyId: number; change: PlanChange };

/**
 * The operator's command: shows an account or sets its plan.
 * @param argv what follows `npm run account --`.
 * @returns the exit code: 0 done, 1 refused or not understood.
 */
export async function runAccountCommand(deps: Deps, argv: string[]): Promise<number> {
  const command = readCommand(argv);
  if (typeof command === 'string') {
    deps.printError(`${command}\n${accountUsage}`);
    return 1;
  }
  try {
    deps.print(describe(await run(deps, command)));
    return 0;
  } catch (error) {
    if (!isAppError(error)) throw error;
    deps.printError(error.message);
    return 1;
  }
}

async function run(deps: Deps, command: Command): Promise<Account> {
  if (command.name === 'plan') return setPlan(deps, command.companyId, command.change);
  const account = await deps.accounts.forCompany(command.companyId);
  if (!account) throw noAccount(command.companyId);
  return account;
}

/** The command, or a sentence that says what is wrong with it. */
function readCommand(argv: string[]): Command | string {
  let parsed: { values: { platforms?: string | undefined }; positionals: string[] };
  try {
    parsed = parseArgs({ args: argv, options: { platforms: { type: 'string' } }, allowPositionals: true });
  } catch {
    return 'There is an option this command does not know.';
  }
  const [name, company, plan, ...rest] = parsed.positionals;
  if (name !== 'show' && name !== 'plan') return 'Say what to do: "show" or "plan".';
  const companyId = z.coerce.number().int().positive().safe().safeParse(company);
  if (!companyId.success) return 'COMPANY_ID is the number of the company in Pipedrive.';
  if (name === 'show') return plan === undefined ? { name, companyId: companyId.data } : 'Too many words.';
  if (rest.length > 0) return 'Too many words.';
  if (!planName.safeParse(plan).success) return 'PLAN is not one of the plans.';
  const change = planChange.safeParse({ plan, platformScope: readPlatforms(parsed.values.platforms) });
  if (!change.success)
    return '--platforms takes platform names separated by commas, e.g. shopify,wix, or "all".';
  return { name, companyId: companyId.data, change: change.data };
}

function readPlatforms(option: string | undefined): string[] | null | undefined {
  if (option === undefined) return undefined;
  if (option === 'all') return null;
  return option.split(',').map((name) => name.trim());
}

function describe({ companyId, plan, platformScope, ownerUserId }: Account): string {
  const platforms = platformScope === null ? 'all platforms' : platformScope.join(', ');
  return `Company ${companyId}: plan ${plan}, ${platforms}, owner is user ${ownerUserId}.`;
}
