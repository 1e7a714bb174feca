import { isTopic, topicPatterns } from '@bowline/contract/topics';
import { badRequest } from '../../problem.ts';

/** Throws invalid_request for a topic that nothing is ever told under: its reader would wait for ever. */
export function requireTopics(topics: readonly string[]): void {
  const unknown = topics.find((topic) => !isTopic(topic));
  if (unknown === undefined) return;
  throw badRequest(
    `There is no topic ${JSON.stringify(unknown.slice(0, 100))}.`,
    `Topics are ${topicPatterns().join(', ')}.`,
  );
}
