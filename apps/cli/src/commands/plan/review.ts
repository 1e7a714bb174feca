import type { Plan } from '@bowline/contract';
import type { Client } from '@bowline/contract/client';
import type { Cli } from '../../cli.ts';
import { CliFailure, exitCodes } from '../../failure.ts';
import { planText } from '../../output/plan-text.ts';
import { confirm } from '../confirm.ts';
import { type ExecuteOptions, risksToTick } from '../execute-plan.ts';

export type ApproveOptions = Pick<ExecuteOptions, 'acceptRisks' | 'acceptRisk' | 'comment'> & {
  digest?: string;
};
export type RejectOptions = { digest?: string; reason: string };

/** Approves exactly the digest given, or the one shown to a person who says yes to it. */
export async function approve(cli: Cli, client: Client, id: string, options: ApproveOptions): Promise<void> {
  const plan = await client.call('getPlan', { params: { id } });
  const digest = await reviewedDigest(cli, plan, options);
  const approved = await client.call('approvePlan', {
    params: { id },
    body: { digest, tickedRisks: risksToTick(plan, options), comment: options.comment ?? '' },
  });
  cli.output.one(approved, {
    name: (value) => `plan/${value.id}`,
    describe: (value) => {
      const count = value.approvals.filter((approval) => approval.counts).length;
      const missing = value.decision.reasons.map((reason) => ` ${reason.message}`).join('');
      return `Plan ${value.id} is approved by you (${count} of ${value.approvalsRequired}). The gate says ${value.decision.kind}.${missing}\n`;
    },
  });
}

/** Closes a Plan for good. */
export async function reject(cli: Cli, client: Client, id: string, options: RejectOptions): Promise<void> {
  const { reason } = options;
  const digest = options.digest ?? (await client.call('getPlan', { params: { id } })).digest;
  const rejected = await client.call('rejectPlan', { params: { id }, body: { digest, reason } });
  cli.output.one(rejected, {
    name: (value) => `plan/${value.id}`,
    describe: (value) => `Plan ${value.id} is rejected.\n`,
  });
}

/** Consent needs a digest that was seen: given as an option, or shown now and agreed to. Throws CliFailure. */
export async function reviewedDigest(cli: Cli, plan: Plan, options: { digest?: string }): Promise<string> {
  if (options.digest !== undefined) {
    if (options.digest === plan.digest) return plan.digest;
    throw new CliFailure(`Plan ${plan.id} has the digest ${plan.digest}, not the one you reviewed.`, {
      exitCode: exitCodes.difference,
      code: 'plan_digest_mismatch',
      hint: `Look at it again: \`bowline plan get ${plan.id}\`.`,
    });
  }
  if (cli.options.yes === true || !cli.io.isInteractive) {
    throw new CliFailure('Without a terminal, --digest must name what was reviewed.', {
      exitCode: exitCodes.needsApproval,
      hint: `\`bowline plan get ${plan.id}\` shows it.`,
    });
  }
  cli.io.err(planText(plan, { style: cli.style, steps: true }));
  await confirm(cli, { ask: 'Approve this digest? [y/N] ', refused: 'Nothing was approved' });
  return plan.digest;
}
