'use client';
import { Button, IconButton } from '@bowline/ui/button';
import { Drawer } from '@bowline/ui/drawer';
import { TextLink } from '@bowline/ui/link';
import { LogView } from '@bowline/ui/log-view';
import { Notice } from '@bowline/ui/notice';
import { SectionHeading } from '@bowline/ui/page-header';
import { HealthBadge } from '@bowline/ui/status';
import { Tabs } from '@bowline/ui/tabs';
import { CauseChain, Timeline } from '@bowline/ui/timeline';
import { useState } from 'react';

const lines = [
  ['14:19:00', 'info', 'boot web 2.4.1 (node 22.9.0)'],
  ['14:19:00', 'info', 'config read from /etc/web/config.yaml'],
  ['14:19:01', 'warn', 'slow DNS answer'],
  ['14:19:01', 'error', 'PAYMENTS_GATEWAY_URL is not set'],
  ['14:19:01', 'fatal', 'exiting with code 1'],
] as const;

/** The resource drawer. */
export function DrawerSection({ onClose }: { onClose: () => void }) {
  const [width, setWidth] = useState(460);
  const [tab, setTab] = useState('summary');
  const [isFollowing, setIsFollowing] = useState(true);
  const summary = (
    <div className="flex flex-col gap-4">
      <Notice tone="bad" title="Container web exits with code 1 two seconds after it starts.">
        7 restarts. Next try in 3 min 20 s.
      </Notice>
      <CauseChain
        label="Causes"
        items={[
          {
            id: '1',
            children: 'Release #119 changed image 2.4.0 → 2.4.1',
            end: <TextLink href="#">Diff</TextLink>,
          },
          {
            id: '2',
            children: '2.4.1 needs PAYMENTS_GATEWAY_URL, absent from ConfigMap web-env',
            end: <TextLink href="#">Logs</TextLink>,
          },
          {
            id: '3',
            children: 'Deployment deadline of 600 s passed at 14:12',
            end: <TextLink href="#">Events</TextLink>,
          },
        ]}
      />
      <SectionHeading level={3} meta="web, previous run, 14:19:02">
        Last lines before exit
      </SectionHeading>
      <LogView
        label="Log"
        height={140}
        lines={lines.map(([time, level, text], index) => ({ id: String(index), time, level, text }))}
        isFollowing={isFollowing}
        onFollowChange={setIsFollowing}
        resumeLabel="Follow"
        emptyText="No lines"
      />
      <SectionHeading level={3}>Events</SectionHeading>
      <Timeline
        label="Events"
        items={[
          { id: '1', time: '1 min', children: 'BackOff ×31: restarting failed container web' },
          { id: '2', time: '4 min', children: 'Pulled ×7: image already on the node' },
        ]}
      />
    </div>
  );
  return (
    <Drawer
      eyebrow="Pod"
      title="web-7c9f6d5b8-x2k4p"
      summary={<HealthBadge state="Degraded" label="Degraded" detail="CrashLoopBackOff for 17 min" />}
      actions={<IconButton icon="external" label="Open as page" size="sm" />}
      onClose={onClose}
      closeLabel="Close"
      resizeLabel="Resize the panel"
      width={width}
      onResize={setWidth}
      footer={
        <Button
          variant="primary"
          disabledReason="Waits for your tick on Prune Job migrate-117"
          reasonPlacement="below"
        >
          Apply 5 steps
        </Button>
      }
    >
      <Tabs
        label="Resource"
        value={tab}
        onChange={setTab}
        items={[
          { id: 'summary', label: 'Summary', content: summary },
          { id: 'diff', label: 'Diff', content: 'Diff' },
          { id: 'logs', label: 'Logs', content: 'Logs' },
        ]}
      />
    </Drawer>
  );
}
