import type { Cli } from '../cli.ts';
import { CliFailure, exitCodes } from '../failure.ts';

type Question = {
  ask: string;
  /** What must be typed; absent: y or yes. */
  answer?: string;
  /** What is said when it was not agreed to: `Nothing was deleted`. */
  refused: string;
  /** How to agree where there is no terminal. */
  hint?: string;
};

/** Asks before something is done that a person may not have meant. Throws CliFailure unless it is agreed to. */
export async function confirm(cli: Cli, question: Question): Promise<void> {
  const { ask, answer, refused, hint = 'Add --yes.' } = question;
  if (cli.options.yes === true) return;
  if (!cli.io.isInteractive)
    throw new CliFailure(`${refused}: there is no terminal to ask on.`, {
      hint,
      exitCode: exitCodes.needsApproval,
    });
  const typed = await cli.io.ask(ask);
  const isAgreed = answer === undefined ? /^y(es)?$/i.test(typed) : typed === answer;
  if (!isAgreed) throw new CliFailure(`${refused}.`);
}
