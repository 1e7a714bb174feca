'use client';
import { Button } from '@bowline/ui/button';
import { Fact, FactRow } from '@bowline/ui/panel';
import {
  Delta,
  HealthBadge,
  StatusIcon,
  SyncBadge,
  healthSigns,
  syncSigns,
  type HealthState,
  type SyncState,
} from '@bowline/ui/status';
import { NavTabs, SegmentedControl } from '@bowline/ui/tabs';
import { Tag } from '@bowline/ui/tag';
import { TreeGrid, TreeLabel, type TreeNode } from '@bowline/ui/tree-grid';
import { useState } from 'react';

type Data = {
  kind: string;
  health?: HealthState;
  word?: string;
  sync?: SyncState;
  change?: [number, number, number];
  age?: string;
  message: string;
  isHook?: boolean;
};
const node = (id: string, label: string, data: Data, children: TreeNode<Data>[] = []): TreeNode<Data> => ({
  id,
  label,
  data,
  children,
});

const roots = [
  node(
    'app',
    'checkout-api',
    {
      kind: '',
      health: 'Degraded',
      sync: 'Both',
      change: [1, 3, 1],
      age: '41 d',
      message: '5 problems, 4 changes',
    },
    [
      node(
        'deploy',
        'web',
        {
          kind: 'Deployment',
          health: 'Degraded',
          sync: 'Pending',
          change: [0, 2, 0],
          age: '41 d',
          message: 'ProgressDeadlineExceeded',
        },
        [
          node(
            'rs',
            'web-7c9f6d5b8',
            { kind: 'ReplicaSet', health: 'Degraded', age: '19 min', message: 'new, 3 of 6 ready' },
            [
              node('pod-1', 'web-7c9f6d5b8-x2k4p', {
                kind: 'Pod',
                health: 'Degraded',
                word: 'CrashLoopBackOff',
                age: '17 min',
                message: 'exit 1, 7 restarts',
              }),
              node('pod-2', 'web-7c9f6d5b8-hm8dz', {
                kind: 'Pod',
                health: 'Degraded',
                word: 'CrashLoopBackOff',
                age: '17 min',
                message: 'exit 1, 7 restarts',
              }),
              node(
                'pods',
                '3 healthy',
                { kind: 'Pod', health: 'Healthy', age: '2 h', message: 'still on the old image' },
                [node('pod-9', 'web-6b1-aaaaa', { kind: 'Pod', health: 'Healthy', message: '' })],
              ),
            ],
          ),
          node('old', '11 older', { kind: 'ReplicaSet', age: '3 d', message: 'idle, 0 pods' }, [
            node('rs2', 'web-1', { kind: 'ReplicaSet', message: '' }),
          ]),
        ],
      ),
      node('cm', 'web-env', {
        kind: 'ConfigMap',
        sync: 'Drift',
        change: [0, 2, 0],
        age: '41 d',
        message: 'kim, kubectl-edit, 26 min ago',
      }),
      node('hpa', 'web', {
        kind: 'HorizontalPodAutoscaler',
        sync: 'Pending',
        change: [1, 0, 0],
        message: 'not in the cluster yet',
      }),
      node('job', 'migrate-117', {
        kind: 'Job',
        health: 'Healthy',
        word: 'Completed',
        sync: 'ToPrune',
        change: [0, 0, 1],
        age: '2 h',
        message: 'removed from git',
      }),
      node('hook', 'smoke-test', {
        kind: 'Job',
        health: 'Healthy',
        word: 'Completed',
        age: '19 min',
        message: 'hook, recreated on sync',
        isHook: true,
      }),
    ],
  ),
];

/** The outline of the resources page. */
export function TreeSection({ openId, onOpen }: { openId: string | null; onOpen: (id: string) => void }) {
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set(['app', 'deploy', 'rs']));
  const [scope, setScope] = useState<('problems' | 'changed' | 'all')[]>(['problems', 'changed']);
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <HealthBadge state="Degraded" label="Degraded" detail="since 14:12" />
        <SyncBadge state="Both" label="Both" detail="3 pending, 1 drift" />
        <Tag icon="calendar">Window open until 18:00</Tag>
        <Tag tone="hold" icon="pause">
          Hold · lee
        </Tag>
        <span className="ml-auto flex gap-2">
          <Button icon="help">Why?</Button>
          <Button variant="ghost" icon="refresh">
            Refresh
          </Button>
          <Button variant="primary">Review sync plan</Button>
        </span>
      </div>
      <FactRow>
        <Fact label="Desired">
          <span className="mono">c4d81e2</span> main
          <div className="text-xs text-fg-2">web 2.4.2: read gateway URL · park, 6 min ago</div>
        </Fact>
        <Fact label="Live">
          <span className="mono">9f2c1ab</span> #119
        </Fact>
        <Fact label="Operation">None running</Fact>
      </FactRow>
      <NavTabs
        label="Application"
        current="resources"
        items={['Overview', 'Resources', 'Changes', 'History', 'Logs'].map((label) => ({
          id: label.toLowerCase(),
          label,
          href: '#',
          count: label === 'Resources' ? 214 : undefined,
        }))}
      />
      <div>
        <SegmentedControl
          label="Scope"
          isMultiple
          value={scope}
          onChange={setScope}
          items={[
            { id: 'problems', label: 'Problems', count: 5, icon: <StatusIcon sign={healthSigns.Degraded} /> },
            { id: 'changed', label: 'Changed', count: 4, icon: <StatusIcon sign={syncSigns.Drift} /> },
            { id: 'all', label: 'All', count: 214 },
          ]}
        />
      </div>
      <TreeGrid
        label="Resources"
        roots={roots}
        header="Resource"
        expanded={expanded}
        onExpandedChange={setExpanded}
        selectedId={openId}
        onOpen={(row) => onOpen(row.node.id)}
        expandLabel="Expand"
        collapseLabel="Collapse"
        renderLabel={({ node }) => (
          <TreeLabel kind={node.data.kind} name={node.label} title={node.label}>
            {node.data.isHook && <Tag tone="fill">hook</Tag>}
          </TreeLabel>
        )}
        columns={[
          {
            id: 'health',
            header: 'Health',
            width: '158px',
            render: ({ node: { data } }) =>
              data.health && <HealthBadge state={data.health} label={data.word ?? data.health} />,
          },
          {
            id: 'sync',
            header: 'Sync',
            width: '96px',
            render: ({ node: { data } }) => data.sync && <SyncBadge state={data.sync} label={data.sync} />,
          },
          {
            id: 'change',
            header: 'Change',
            width: '72px',
            render: ({ node: { data } }) =>
              data.change && <Delta add={data.change[0]} change={data.change[1]} remove={data.change[2]} />,
          },
          {
            id: 'age',
            header: 'Age',
            width: '56px',
            align: 'end',
            narrow: 'first-line',
            hideBelow: 1100,
            render: ({ node: { data } }) => data.age,
          },
          {
            id: 'message',
            header: 'Message',
            width: '190px',
            hideBelow: 1100,
            render: ({ node: { data } }) => <span className="text-xs text-fg-2">{data.message}</span>,
          },
        ]}
      />
    </>
  );
}
