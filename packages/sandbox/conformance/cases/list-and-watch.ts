import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../src/api/object.ts';
import type { Bench } from '../suite.ts';
import { configMap, configMaps } from './objects.ts';

interface List {
  metadata: { resourceVersion: string; continue?: string; remainingItemCount?: number };
  items: KubeObject[];
}

export function listAndWatchCases({ api, namespace }: Bench): void {
  async function fill(names: string[]): Promise<void> {
    for (const name of names) {
      await api().call('POST', configMaps(namespace()), {
        body: configMap(name, {}, { labels: { kind: 'filled', name } }),
      });
    }
  }
  const filled = { labelSelector: 'kind=filled' };

  describe('list and watch', () => {
    it('pages a consistent snapshot', async () => {
      await fill(['a', 'b', 'c']);
      const first = await api().call<List>('GET', configMaps(namespace()), {
        query: { ...filled, limit: '2' },
      });
      expect(first.body.items.map((item) => item.metadata.name)).toEqual(['a', 'b']);
      await fill(['bb', 'd']);
      const second = await api().call<List>('GET', configMaps(namespace()), {
        query: { ...filled, limit: '2', continue: first.body.metadata.continue ?? '' },
      });
      expect(second.body.items.map((item) => item.metadata.name)).toEqual(['c']);
      expect(second.body.metadata.continue).toBeFalsy();
    });

    it('selects by labels and fields', async () => {
      await fill(['a', 'b', 'c']);
      const names = async (query: Record<string, string>) =>
        (await api().call<List>('GET', configMaps(namespace()), { query })).body.items.map(
          (item) => item.metadata.name,
        );
      expect(await names({ labelSelector: 'name in (a,c)' })).toEqual(['a', 'c']);
      expect(await names({ labelSelector: 'kind=filled,name!=a' })).toEqual(['b', 'c']);
      expect(await names({ labelSelector: 'kind,name notin (a,b)' })).toEqual(['c']);
      expect(await names({ fieldSelector: 'metadata.name=b' })).toEqual(['b']);
      expect(
        (await api().call('GET', configMaps(namespace()), { query: { fieldSelector: 'data.x=1' } })).status,
      ).toBe(400);
    });

    it('answers metadata alone to clients that ask for it', async () => {
      await fill(['a']);
      const accept = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
      const list = await api().call<List & { kind: string }>('GET', configMaps(namespace()), {
        accept,
        query: filled,
      });
      expect(list.body.kind).toBe('PartialObjectMetadataList');
      expect(list.body.items[0]).toMatchObject({ metadata: { name: 'a' } });
      expect(list.body.items[0]?.data).toBeUndefined();
    });

    it('streams changes from a list on', async () => {
      const list = await api().call<List>('GET', configMaps(namespace()), { query: filled });
      const { resourceVersion } = list.body.metadata;
      const watched = api().watch(
        configMaps(namespace()),
        { ...filled, resourceVersion },
        (events) => events.length >= 4,
      );
      await fill(['w']);
      const path = configMaps(namespace(), 'w');
      const merge = (body: unknown) =>
        api().call('PATCH', path, { contentType: 'application/merge-patch+json', body });
      await merge({ data: { k: '1' } });
      // Leaving the selector is a deletion for this watcher, coming back an addition.
      await merge({ metadata: { labels: { kind: 'other' } } });
      await merge({ metadata: { labels: { kind: 'filled' } } });
      const events = await watched;
      expect(events.map((event) => event.type)).toEqual(['ADDED', 'MODIFIED', 'DELETED', 'ADDED']);
      const versions = events.map((event) => Number(event.object.metadata.resourceVersion));
      expect(versions).toEqual([...versions].sort((a, b) => a - b));
    });

    it('ends initial events with an annotated bookmark', async () => {
      await fill(['a', 'b']);
      const query = {
        ...filled,
        sendInitialEvents: 'true',
        resourceVersionMatch: 'NotOlderThan',
        allowWatchBookmarks: 'true',
      };
      const events = await api().watch(configMaps(namespace()), query, (seen) =>
        seen.some((event) => event.type === 'BOOKMARK'),
      );
      expect(events.map((event) => event.type)).toEqual(['ADDED', 'ADDED', 'BOOKMARK']);
      expect(events.at(-1)?.object.metadata.annotations).toMatchObject({
        'k8s.io/initial-events-end': 'true',
      });
    });

    it('answers 410 to a watch from a forgotten revision', async ({ skip }) => {
      const { compact } = api().cluster;
      if (!compact) return skip('this cluster compacts by time alone');
      compact();
      const events = await api().watch(
        configMaps(namespace()),
        { resourceVersion: '1' },
        (seen) => seen.length > 0,
      );
      expect(events[0]).toMatchObject({ type: 'ERROR', object: { kind: 'Status', code: 410 } });
    });
  });
}
