'use client';
import { Button, IconButton } from '@bowline/ui/button';
import { Dialog } from '@bowline/ui/dialog';
import { Checkbox, Field, Fieldset, Input, Radio, Select, Switch, TextArea } from '@bowline/ui/field';
import { Menu } from '@bowline/ui/menu';
import { Popover } from '@bowline/ui/popover';
import { Stepper } from '@bowline/ui/stepper';
import { AddChip, Chip } from '@bowline/ui/tag';
import { useToast } from '@bowline/ui/toast';
import { Tooltip } from '@bowline/ui/tooltip';
import { useState } from 'react';

const none = () => undefined;

/** Buttons, fields and layers. */
export function ControlsSection() {
  const toast = useToast();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <Button>Default</Button>
        <Button variant="ghost">Ghost</Button>
        <Button variant="danger" icon="stop">
          Stop…
        </Button>
        <Button isBusy>Busy</Button>
        <Button disabledReason="Needs applications:sync" reasonPlacement="end">
          Disabled
        </Button>
        <Tooltip content="More words">
          <IconButton icon="refresh" label="Refresh" />
        </Tooltip>
        <Menu
          trigger={<Button iconEnd="down">Menu</Button>}
          items={[
            { id: 'a', label: 'Open diff', icon: 'file', end: 'D' },
            { kind: 'choice', id: 'b', label: 'Chosen', isChecked: true, onSelect: none },
            { kind: 'separator', id: 's' },
            {
              id: 'c',
              label: 'Delete…',
              icon: 'trash',
              isDanger: true,
              disabledReason: 'Needs applications:delete',
            },
          ]}
        />
        <Popover trigger={<Button>Why?</Button>} title="Degraded because Deployment web stopped progressing">
          Release #119 changed the image.
        </Popover>
        <Button onClick={() => setIsOpen(true)}>Dialog</Button>
        <Button onClick={() => toast({ title: 'View saved', action: { label: 'Undo', onClick: none } })}>
          Toast
        </Button>
      </div>
      <Dialog
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        title="Delete checkout-api"
        description="214 objects go with it."
        closeLabel="Close"
        footer={
          <>
            <Button variant="primary">Build the plan</Button>
            <Button variant="ghost" onClick={() => setIsOpen(false)}>
              Cancel
            </Button>
          </>
        }
      >
        <Field label="Application name">
          <Input />
        </Field>
      </Dialog>
      <div className="flex flex-wrap items-center gap-2">
        <Chip name="cluster" onRemove={none} removeLabel="Remove cluster">
          prod-*
        </Chip>
        <AddChip>Filter</AddChip>
        <Stepper
          label="New application"
          steps={[
            { id: '1', label: 'Source', state: 'done', onSelect: none },
            { id: '2', label: 'Preview', state: 'current' },
            { id: '3', label: 'Policy', state: 'todo' },
          ]}
        />
      </div>
      <div className="grid grid-cols-2 gap-4">
        <Field label="Name" hint="Lower case, digits and hyphens" isRequired>
          <Input placeholder="checkout-api" />
        </Field>
        <Field label="Branch" error="The branch does not exist. Choose one of 12.">
          <Select defaultValue="main">
            <option>main</option>
          </Select>
        </Field>
        <Field label="Reason" note="optional">
          <TextArea />
        </Field>
        <Fieldset
          legend="Then hold auto-sync"
          hint="Without a hold, auto-sync would apply c4d81e2 within 3 min."
          isBordered
        >
          <Radio
            name="hold"
            label="Until git renders something else"
            hint="A commit that changes nothing here does not end it."
            defaultChecked
          />
          <Radio name="hold" label="Until I resume it" />
        </Fieldset>
        <Checkbox label="Prune Job migrate-117" hint="Removed from git. The Job and its pod are deleted." />
        <Switch label="Self-heal" defaultChecked />
      </div>
    </>
  );
}
