import type { Plan } from '@bowline/contract';
import { keyText, stepText } from '../follow/progress.ts';
import { changesText } from './changes-text.ts';
import { printable } from './printable.ts';
import type { Style } from './style.ts';

/** A Plan as a person reviews it: digest, what it changes field by field, order, risks, what is still missing. */
export function planText(plan: Plan, options: { style: Style; steps: boolean }): string {
  const { style } = options;
  const { counts } = plan;
  const lines = [
    `Plan ${plan.id}  ${plan.kind} of ${plan.project}/${plan.application} to ${plan.destination.cluster}/${plan.destination.namespace}`,
    `digest    ${plan.digest}`,
    ...plan.revisions.map(
      (source) =>
        `revision  ${source.revision.slice(0, 12)} (${source.targetRevision || 'HEAD'}) ${firstLine(source.message)}`,
    ),
    `changes   ${counts.create} to create, ${counts.change} to change, ${counts.prune} to prune, ${counts.hook} hooks`,
    `state     ${stateText(plan)}`,
  ];
  if (plan.hold) lines.push(`hold      auto-sync stops after it: ${plan.hold.reason}`);
  if (plan.exactness.newer)
    lines.push(`newer     ${plan.exactness.newer.revision.slice(0, 12)} is there already`);
  const parts = [lines.map((line) => printable(line)).join('\n')];
  const changes = changesText(
    plan.objects.filter((object) => object.action !== 'none'),
    style,
  );
  if (changes !== '') parts.push(changes);
  if (plan.edit) parts.push(editText(plan.edit.fields));
  if (options.steps) parts.push(stepsText(plan));
  if (plan.warnings.length > 0)
    parts.push(
      plan.warnings.map((warning) => `${style('warning', 'warn')} ${printable(warning.message)}`).join('\n'),
    );
  if (plan.risks.length > 0) parts.push(risksText(plan, style));
  return `${parts.join('\n\n')}\n`;
}

/** The first of many sentences, and how many more there are: a Plan of a thousand objects has a thousand reasons. */
export function firstOf(reasons: readonly { message: string }[]): string {
  const [first, ...more] = reasons.map(({ message }) => message.trim());
  if (first === undefined) return '';
  if (more.length === 0) return first;
  return `${first.replace(/\.$/, '')} (and ${more.length} more)`;
}

function stateText(plan: Plan): string {
  const reasons = firstOf(plan.exactness.reasons);
  const decision = firstOf(plan.decision.reasons);
  const exactness =
    plan.state === 'open' ? `, ${plan.exactness.state}${reasons === '' ? '' : ` (${reasons})`}` : '';
  return `${plan.state}${exactness}; the gate says ${plan.decision.kind}${decision === '' ? '' : `: ${decision}`}`;
}

function stepsText(plan: Plan): string {
  return plan.steps.map((step) => printable(`  ${step.index + 1}. ${stepText(step)}`)).join('\n');
}

function risksText(plan: Plan, style: Style): string {
  const tone = { notice: 'dim', confirm: 'warn', block: 'bad' } as const;
  return plan.risks
    .map((risk) => {
      const where = risk.key ? ` ${keyText(risk.key)}` : '';
      return `${style(risk.severity.padEnd(7), tone[risk.severity])} ${printable(`[${risk.code}]${where}: ${risk.message}  (id ${risk.id})`)}`;
    })
    .join('\n');
}

function editText(fields: NonNullable<Plan['edit']>['fields']): string {
  return fields
    .map(({ path, live, desired }) =>
      printable(`  ${path}: ${JSON.stringify(live)} → ${JSON.stringify(desired)}`),
    )
    .join('\n');
}

function firstLine(text: string | undefined): string {
  return (text ?? '').split('\n')[0] ?? '';
}
