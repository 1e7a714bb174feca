import { randomUUID } from 'node:crypto';
import type { Operation, Plan } from '@bowline/contract';
import type { Client } from '@bowline/contract/client';
import type { Cli } from '../cli.ts';
import { CliFailure, type ExitCode, exitCodes } from '../failure.ts';
import { exitCodeOfOperation, followOperation } from '../follow/follow-operation.ts';
import { firstOf, planText } from '../output/plan-text.ts';
import { confirm } from './confirm.ts';

export type ExecuteOptions = {
  /** All risks that need a tick. */
  acceptRisks?: boolean;
  /** Ids or codes of risks. */
  acceptRisk?: string[];
  comment?: string;
  /** Follow until the end; `--no-wait` leaves after the start. */
  wait: boolean;
  timeout: number;
  /** Name that a deletion must be confirmed with. */
  confirmName?: string;
};

/**
 * Shows a Plan, asks (or has `--yes`), ticks the risks that were accepted, executes exactly its digest and follows the
 * Operation to its end.
 */
export async function reviewAndExecute(
  cli: Cli,
  client: Client,
  plan: Plan,
  options: ExecuteOptions,
): Promise<ExitCode> {
  showPlan(cli, plan);
  const tickedRisks = await agreed(cli, plan, options);
  const operation = await client.call('executePlan', {
    params: { id: plan.id },
    headers: { 'idempotency-key': randomUUID() },
    body: {
      digest: plan.digest,
      tickedRisks,
      ...(options.comment === undefined ? {} : { comment: options.comment }),
      ...(options.confirmName === undefined ? {} : { confirmName: options.confirmName }),
    },
  });
  return finish(cli, client, operation, options);
}

/** Ids of the risks to tick, once nothing speaks against the Plan. Throws CliFailure, with the Plan for programs. */
async function agreed(cli: Cli, plan: Plan, options: ExecuteOptions): Promise<string[]> {
  try {
    const refused = refusalOf(cli, plan);
    if (refused !== undefined) throw refused;
    const tickedRisks = risksToTick(plan, options);
    await confirm(cli, {
      ...(options.confirmName === undefined
        ? { ask: 'Execute this plan? [y/N] ', refused: 'Nothing was executed' }
        : {
            ask: `Type ${options.confirmName} to delete it: `,
            answer: options.confirmName,
            refused: 'Nothing was deleted',
          }),
      hint: `Add --yes, or run \`${executeCommand(plan, tickedRisks, options)}\`.`,
    });
    return tickedRisks;
  } catch (error) {
    if (!(error instanceof CliFailure)) throw error;
    const { message, hint, exitCode, code } = error;
    throw new CliFailure(message, { hint, exitCode, code, data: { plan }, cause: error });
  }
}

/** The command that consents to exactly this Plan. */
function executeCommand(
  { id, digest }: Plan,
  tickedRisks: string[],
  { confirmName }: ExecuteOptions,
): string {
  const words = [`bowline plan execute ${id} --digest ${digest}`];
  if (confirmName !== undefined) words.push(`--confirm-name ${confirmName}`);
  return [...words, ...tickedRisks.map((risk) => `--accept-risk ${risk}`)].join(' ');
}

function showPlan(cli: Cli, plan: Plan): void {
  const text = planText(plan, { style: cli.style, steps: false });
  if (cli.output.isForPrograms) cli.io.err(text);
  else cli.io.out(text);
}

function refusalOf(cli: Cli, plan: Plan): CliFailure | undefined {
  const blocking = plan.risks.filter((risk) => risk.severity === 'block');
  if (blocking.length > 0) {
    return new CliFailure(`This plan cannot run: ${firstOf(blocking)}`, {
      exitCode: exitCodes.difference,
      code: 'plan_refused',
      hint: 'Every risk that is marked "block" has to go; change the manifests or the options and plan again.',
    });
  }
  const others = plan.approvals.filter((approval) => approval.counts).length;
  // The caller's own consent is given by executing, so one approval is never missing.
  if (plan.decision.kind !== 'needs-approval' || plan.approvalsRequired <= Math.max(others, 1))
    return undefined;
  const reasons = plan.decision.reasons.map((reason) => reason.message).join(' ');
  return new CliFailure(`Plan ${plan.id} needs approval: ${reasons}`, {
    exitCode: exitCodes.needsApproval,
    code: 'approval_required',
    hint: `Review and approve it: ${cli.url()}/plans/${plan.id} or \`bowline plan approve ${plan.id}\`.`,
  });
}

/** Ids of the risks to tick. Throws CliFailure when one that needs a tick was not accepted. */
export function risksToTick(
  plan: Pick<Plan, 'risks'>,
  accepted: Pick<ExecuteOptions, 'acceptRisks' | 'acceptRisk'>,
): string[] {
  const toConfirm = plan.risks.filter((risk) => risk.severity === 'confirm');
  const named = (accepted.acceptRisk ?? []).flatMap((text) => text.split(','));
  const unknown = named.find((text) => !plan.risks.some((risk) => risk.id === text || risk.code === text));
  if (unknown !== undefined) throw new CliFailure(`The plan has no risk "${unknown}".`);
  const isAccepted = (risk: Plan['risks'][number]) =>
    accepted.acceptRisks === true || named.includes(risk.id) || named.includes(risk.code);
  const open = toConfirm.filter((risk) => !isAccepted(risk));
  if (open.length > 0) {
    throw new CliFailure(
      `${open.length === 1 ? 'A risk' : `${open.length} risks`} must be accepted: ${open.map((risk) => risk.code).join(', ')}.`,
      {
        exitCode: exitCodes.needsApproval,
        hint: `Add --accept-risks for all of them, or ${open.map((risk) => `--accept-risk ${risk.id}`).join(' ')}.`,
      },
    );
  }
  return toConfirm.map((risk) => risk.id);
}

/** Reports a started Operation, following it unless told not to. */
export async function finish(
  cli: Cli,
  client: Client,
  started: Operation,
  options: Pick<ExecuteOptions, 'wait' | 'timeout'>,
): Promise<ExitCode> {
  const ended = options.wait
    ? await followOperation(cli, client, { id: started.id, timeoutMs: options.timeout })
    : started;
  cli.output.one(ended ?? started, {
    name: (operation) => `operation/${operation.id}`,
    describe: (operation) => {
      if (ended === null) return `Operation ${started.number} has ended: ${started.application} is gone.\n`;
      const release = operation.releaseNumber === null ? '' : ` as release ${operation.releaseNumber}`;
      return `${`Operation ${operation.number} ${operation.phase}${release}. ${operation.message}`.trim()}\n`;
    },
  });
  return options.wait ? exitCodeOfOperation(ended) : exitCodes.ok;
}
