import { actorKey } from '../../../events/hub.ts';
import { notFound } from '../../../store/conflict.ts';
import { streamTopicsStore } from '../../../store/stream-topics.ts';
import { wake } from '../../../store/wake.ts';
import { endpoint } from '../../endpoint.ts';
import { requireTopics } from './require-topics.ts';

/** Replaces the topics of the caller's own stream, on whichever replica it is open. */
export const setTopics = endpoint('setTopics', async ({ params, body, principal, deps }) => {
  requireTopics(body.topics);
  await deps.context.db.transaction(async (tx) => {
    const isOwn = await streamTopicsStore(tx).set(params.id, actorKey(principal), body.topics);
    if (!isOwn) throw notFound('Stream', params.id);
    await wake(tx, { kind: 'stream', id: params.id });
  });
  await deps.hub.reloadTopics(params.id);
  return {};
});
