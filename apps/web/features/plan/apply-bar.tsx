'use client';
import { Button } from '@bowline/ui/button';
import { Icon } from '@bowline/ui/icon';
import { useToast } from '@bowline/ui/toast';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { ActionProblem, problemCode } from '../../lib/action-problem.tsx';
import { api } from '../../lib/api/client.ts';
import { cannot } from '../../lib/can.ts';
import { rich } from '../../lib/i18n/rich.tsx';
import { useSentence } from '../../lib/i18n/sentences/use-sentence.ts';
import { useShortcuts } from '../../lib/keys/provider.tsx';
import { queryKeys } from '../../lib/query/keys.ts';
import { shortDigest } from '../../lib/revision.ts';
import { urls } from '../../lib/urls.ts';
import type { Gate, Gates, Obstacle } from './gates.ts';
import { stepCount, type Plan } from './plan.ts';
import styles from './plan.module.css';
import { RejectDialog } from './reject-dialog.tsx';
import { useRiskTitle } from './risks-panel.tsx';

type ApplyBarProps = {
  plan: Plan;
  gates: Gates;
  ticked: ReadonlySet<string>;
  typedName: string;
  viewed: number;
  total: number;
  /** The server refused because something moved. */
  onRefused: () => void;
};

/** Conditions, the reason why Apply waits, and the three decisions: reject, approve, apply. */
export function ApplyBar(props: ApplyBarProps) {
  const { plan, gates, ticked, typedName } = props;
  const t = useTranslations('plan');
  const say = useSentence();
  const router = useRouter();
  const toast = useToast();
  const queryClient = useQueryClient();
  const [isRejecting, setIsRejecting] = useState(false);
  const tickedRisks = [...ticked];
  const onError = (error: unknown) => {
    if (['plan_stale', 'plan_digest_mismatch', 'plan_closed', 'plan_expired'].includes(problemCode(error)))
      props.onRefused();
  };
  const approve = useMutation({
    mutationFn: () =>
      api.call('approvePlan', { params: { id: plan.id }, body: { digest: plan.digest, tickedRisks } }),
    onSuccess: (next) => {
      queryClient.setQueryData(queryKeys.plan(plan.id), next);
      toast({ title: t('approvedToast', { digest: shortDigest(plan.digest) }) });
    },
    onError,
  });
  const execute = useMutation({
    mutationFn: () =>
      api.call('executePlan', {
        params: { id: plan.id },
        body: {
          digest: plan.digest,
          tickedRisks,
          ...(gates.needsName ? { confirmName: typedName } : {}),
        },
      }),
    onSuccess: (operation) => {
      queryClient.setQueryData(queryKeys.operation(operation.id), operation);
      void queryClient.invalidateQueries({ queryKey: queryKeys.plan(plan.id) });
      router.push(urls.operation(operation.id));
    },
    onError,
  });
  // A double click arrives before the button is drawn busy.
  const isSent = useRef(false);
  const apply = () => {
    if (!isReady || isSent.current) return;
    isSent.current = true;
    execute.mutate(undefined, { onError: () => void (isSent.current = false) });
  };
  const isReady = gates.obstacle === null;
  const isExact = plan.exactness.state === 'exact';
  const canAct = isExact && !execute.isPending;
  const wantsApproval = plan.approvalsRequired > 0 && !gates.hasApproved;
  const mayNotApprove = cannot(plan.can, 'approve');
  useShortcuts(
    canAct && wantsApproval && mayNotApprove === null
      ? { approve: () => !approve.isPending && approve.mutate() }
      : {},
  );
  return (
    <section className={styles.bar} aria-label={t('bar')} data-foot>
      <div className={styles.barText}>
        <ActionProblem
          title={t(approve.isError ? 'approveFailed' : 'executeFailed')}
          error={execute.error ?? approve.error}
        />
        <ul className={styles.gates}>
          {gates.gates.map((gate) => (
            <GateItem key={gate.id} gate={gate} {...props} />
          ))}
        </ul>
        <p className={styles.because} id="apply-because">
          {gates.obstacle ? (
            <Because obstacle={gates.obstacle} />
          ) : gates.waits !== null ? (
            t('why.waits', { reason: say(gates.waits) })
          ) : (
            `${t('why.ready')} ${gates.hasApproved ? '' : t('why.readyKept')}`
          )}
        </p>
      </div>
      <div className={styles.buttons}>
        {isExact && (
          <Button
            variant="ghost"
            disabledReason={cannot(plan.can, 'approve')}
            onClick={() => setIsRejecting(true)}
          >
            {t('reject.open')}
          </Button>
        )}
        {isExact && plan.approvalsRequired > 0 && (
          <Button
            variant={isReady ? 'default' : 'primary'}
            isBusy={approve.isPending}
            disabledReason={gates.hasApproved ? t('approved') : mayNotApprove}
            onClick={() => approve.mutate()}
          >
            {gates.hasApproved ? t('approved') : t('approve')}
          </Button>
        )}
        <Button
          variant={isReady ? (plan.kind === 'delete' ? 'danger' : 'primary') : 'default'}
          icon={isReady ? undefined : 'lock'}
          isBusy={execute.isPending}
          aria-disabled={!isReady}
          aria-describedby="apply-because"
          onClick={apply}
        >
          <ApplyLabel plan={plan} />
        </Button>
      </div>
      {isRejecting && <RejectDialog plan={plan} onClose={() => setIsRejecting(false)} />}
    </section>
  );
}

function ApplyLabel({ plan }: { plan: Plan }) {
  const t = useTranslations('plan.apply');
  const count = stepCount(plan);
  if (plan.kind === 'delete') return t('delete', { app: plan.application });
  if (plan.kind === 'edit') return t('edit');
  if (count === 0) return t('none');
  return t(plan.kind === 'rollback' ? 'rollback' : 'sync', { count });
}

function GateItem({ gate, plan, gates, viewed, total }: ApplyBarProps & { gate: Gate }) {
  const t = useTranslations('plan.gate');
  const text = () => {
    switch (gate.id) {
      case 'exact':
        return t(gate.isMet ? 'exact' : plan.exactness.state === 'unknown' ? 'unverified' : 'notExact');
      case 'blockers': {
        const count = plan.risks.filter((risk) => risk.severity === 'block').length;
        return count === 0 && !gate.isMet ? t('refused') : t('blockers', { count });
      }
      case 'viewed':
        return t('viewed', { viewed, total });
      case 'risks':
        return t('risks', { ticked: gates.tickedCount, total: gates.confirmRisks.length });
      case 'approvals':
        return t('approvals', { count: gates.approvalCount, required: plan.approvalsRequired });
      case 'name':
        return t('name');
    }
  };
  return (
    <li className={gate.isMet ? styles.met : styles.unmet}>
      <Icon name={gate.isMet ? 'check' : 'todo'} />
      {text()}
    </li>
  );
}

function Because({ obstacle }: { obstacle: Obstacle }) {
  const t = useTranslations('plan.why');
  const say = useSentence();
  switch (obstacle.kind) {
    case 'not-open':
      return t('notOpen');
    case 'stale':
      return t('stale');
    case 'name':
      return t('name');
    case 'approvals':
      return t('approvals', { count: obstacle.count });
    case 'tick':
      return <TickBecause obstacle={obstacle} />;
    default:
      return t(obstacle.kind, { reason: say(obstacle.reason) });
  }
}

function TickBecause({ obstacle }: { obstacle: Extract<Obstacle, { kind: 'tick' }> }) {
  const t = useTranslations('plan.why');
  const risk = useRiskTitle(obstacle.risk);
  return t.rich('tick', { ...rich, risk, more: obstacle.more, approvals: obstacle.approvals });
}
