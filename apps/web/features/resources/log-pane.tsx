'use client';
import { Checkbox, Input, Select } from '@bowline/ui/field';
import { Notice } from '@bowline/ui/notice';
import { parseAsBoolean, parseAsInteger, parseAsString, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { cannot } from '../../lib/can.ts';
import type { AppRef } from '../../lib/urls.ts';
import { useApp } from '../../lib/use-app.ts';
import { LogStream } from './log-stream.tsx';
import styles from './resources.module.css';

type LogPaneProps = { app: AppRef; id: string; containers?: readonly string[]; height?: string };

const parsers = {
  container: parseAsString.withDefault(''),
  previous: parseAsBoolean.withDefault(false),
  follow: parseAsBoolean.withDefault(true),
  tail: parseAsInteger.withDefault(500),
  find: parseAsString.withDefault(''),
  wrap: parseAsBoolean.withDefault(false),
};

/** Lines of a Pod or of all Pods of a workload; what is asked stands in the address. */
export function LogPane({ app, id, containers = [], height = 'calc(100dvh - 320px)' }: LogPaneProps) {
  const t = useTranslations('resources.logs');
  const [asked, setAsked] = useQueryStates(parsers, { history: 'replace' });
  const [attempt, setAttempt] = useState(0);
  const { data } = useApp(app);
  const forbidden = data ? cannot(data.can, 'logs') : null;
  if (forbidden !== null) {
    return (
      <Notice icon="lock" title={t('forbidden')}>
        {forbidden}
      </Notice>
    );
  }
  const { container, previous, tail, find, wrap } = asked;
  const query = { id, container, previous, tail, follow: asked.follow && !previous };
  return (
    <div className="flex flex-col gap-2">
      <div className={styles.logBar}>
        {containers.length > 1 && (
          <span>
            <Select
              aria-label={t('container')}
              value={container}
              onChange={(event) => void setAsked({ container: event.target.value || null })}
            >
              <option value="">{t('allContainers')}</option>
              {containers.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </Select>
          </span>
        )}
        <Input
          type="search"
          icon="search"
          className={styles.logFind}
          aria-label={t('find')}
          placeholder={t('find')}
          value={find}
          onChange={(event) => void setAsked({ find: event.target.value || null })}
        />
        <Checkbox
          label={t('follow')}
          checked={query.follow}
          onChange={(event) => void setAsked({ follow: event.target.checked })}
        />
        <Checkbox
          label={t('previous')}
          checked={previous}
          onChange={(event) => void setAsked({ previous: event.target.checked || null })}
        />
        <Checkbox
          label={t('wrap')}
          checked={wrap}
          onChange={(event) => void setAsked({ wrap: event.target.checked || null })}
        />
      </div>
      <LogStream
        key={`${JSON.stringify(query)}${attempt}`}
        app={app}
        query={query}
        find={find}
        isWrapped={wrap}
        height={height}
        onRetry={() => setAttempt(attempt + 1)}
      />
    </div>
  );
}
