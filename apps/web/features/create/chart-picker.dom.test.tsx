import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { violations } from '../../../../packages/ui/src/testing/axe.ts';
import { fakeApi, problem, renderPage } from '../../lib/testing/render-page.tsx';
import { ChartPicker } from './chart-picker.tsx';
import { emptyDraft, type Draft } from './draft.ts';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const charts = {
  charts: [{ name: 'web', version: '1.4.2', versions: 3, description: 'A web server' }],
  total: 1,
  isComplete: true,
};
const versions = {
  versions: [
    { version: '2.0.0-rc.1', appVersion: '', created: '' },
    { version: '1.4.2', appVersion: '9', created: '' },
  ],
  total: 2,
};

function Picker({ origin, onDraft }: { origin: Draft['origin']; onDraft: (draft: Draft) => void }) {
  const [draft, setDraft] = useState<Draft>({ ...emptyDraft, repo: 'charts', url: 'https://c', origin });
  return (
    <ChartPicker
      draft={draft}
      errors={{ chart: undefined, revision: undefined }}
      onChange={(part) => {
        const next = { ...draft, ...part };
        setDraft(next);
        onDraft(next);
      }}
    />
  );
}

function open(origin: Draft['origin'], answers: Parameters<typeof fakeApi>[0]) {
  const api = fakeApi(answers);
  vi.stubGlobal('fetch', api.fetch);
  const drafts: Draft[] = [];
  const view = renderPage(<Picker origin={origin} onDraft={(draft) => drafts.push(draft)} />);
  const suggested = () =>
    [...view.container.querySelectorAll<HTMLOptionElement>('datalist option')].map((one) => one.value);
  return { ...view, api, drafts, suggested };
}

describe('chart of a new application (SRC-14, SRC-15)', () => {
  it('suggests what the repository lists, then the versions of the chosen chart', async () => {
    const { suggested, drafts, baseElement } = open('helm', {
      'GET /repositories/charts/charts': charts,
      'GET /repositories/charts/chart-versions': versions,
    });
    await waitFor(() => expect(suggested()).toEqual(['web']));
    fireEvent.change(screen.getByLabelText(/^Chart/), { target: { value: 'web' } });
    await waitFor(() => expect(suggested()).toEqual(['web', '2.0.0-rc.1', '1.4.2']));
    fireEvent.change(screen.getByLabelText(/^Version/), { target: { value: '1.x' } });
    expect(drafts.at(-1)).toMatchObject({ chart: 'web', revision: '1.x' });
    expect(await violations(baseElement)).toEqual([]);
  });

  it('forgets the version when another chart is named', () => {
    const { drafts } = open('helm', { 'GET /repositories/charts/charts': charts });
    fireEvent.change(screen.getByLabelText(/^Version/), { target: { value: '1.x' } });
    fireEvent.change(screen.getByLabelText(/^Chart/), { target: { value: 'other' } });
    expect(drafts.at(-1)).toMatchObject({ chart: 'other', revision: '' });
  });

  it('takes a tag and a folder of an artifact, for which no chart is named', () => {
    const { drafts } = open('oci', {
      'GET /repositories/charts/charts': { charts: [], total: 0, isComplete: false },
    });
    fireEvent.change(screen.getByLabelText(/^Tag/), { target: { value: 'latest' } });
    fireEvent.change(screen.getByLabelText(/^Folder/), { target: { value: 'app' } });
    expect(drafts.at(-1)).toMatchObject({ chart: '', revision: 'latest', path: 'app' });
  });

  it('says what failed when the repository is down, and still lets one type', async () => {
    const { drafts } = open('helm', {
      'GET /repositories/charts/charts': problem(502, 'chart_unreachable', 'The server does not answer.'),
    });
    expect(await screen.findByText(/The server does not answer\./)).toBeTruthy();
    fireEvent.change(screen.getByLabelText(/^Chart/), { target: { value: 'web' } });
    expect(drafts.at(-1)).toMatchObject({ chart: 'web' });
  });
});
