import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '@bowline/contract/errors';
import { koreanSentences } from './korean.ts';
import { codeToKorean, toKorean } from './translate.ts';

const root = fileURLToPath(new URL('../../../../..', import.meta.url));
const sources = ['packages/sync-engine/src/core', 'apps/api/src'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/\.test\.ts$|generated/.test(name))
    .map((name) => readFileSync(join(root, folder, name), 'utf8')),
);

/** The words of a pattern that are long enough to tell, without the s of a plural. */
const wordsOf = (english: string) =>
  english
    .replaceAll(/\{[#@!=]?\w+\}/g, ' ')
    .split(/[^A-Za-z'-]+/)
    .filter((word) => word.length > 3)
    .map((word) => word.replace(/s$/, ''));

/** Lines that one sentence may be spread over in the source, with its plurals. */
const spread = 7;
function isSaidIn(text: string, words: readonly string[]): boolean {
  if (!words.every((word) => text.includes(word))) return false;
  const lines = text.split('\n');
  return lines.some((_, at) => {
    const part = lines.slice(at, at + spread).join('\n');
    return words.every((word) => part.includes(word));
  });
}
const namesOf = (text: string) => [...new Set(text.match(/\{[#@!=]?\w+\}/g) ?? [])].sort();

describe('sentences of the server in Korean', () => {
  it.each(koreanSentences)('%s is still said by the server', (english) => {
    const words = wordsOf(english);
    const isSaid = sources.some((text) => isSaidIn(text, words));
    expect(isSaid, `nobody says "${english}" any more`).toBe(true);
  });
  it.each(koreanSentences)('%s keeps its parameters and is polite', (english, korean) => {
    expect(namesOf(korean)).toEqual(namesOf(english));
    expect(/[가-힣](한다|된다|않는다|있다|없다)\./.test(korean)).toBe(false);
    if (/[a-z]{4}/.test(english.replaceAll(/\{[^}]*\}/g, ''))) expect(korean).toMatch(/[가-힣]/);
  });
  it('says what an Operation did', () => {
    expect(toKorean('7 applied, 1 hook run.')).toBe('7개 적용, 훅 1개 실행.');
    expect(toKorean('2 hooks run, 7 applied, 3 deleted.')).toBe('훅 2개 실행, 7개 적용, 3개 삭제.');
  });
  it.each([
    [
      'Waiting for the healthy state of Deployment shop/web (1 old replica is still to go.).',
      'Deployment shop/web이(가) 정상이 되기를 기다립니다(이전 복제본 1개가 남아 있습니다.)',
    ],
    [
      'Waiting for the deletion of Service shop/web and 2 more.',
      'Service shop/web 외 2개가 삭제되기를 기다립니다.',
    ],
    [
      'Waiting for the completion of hook Job shop/migrate.',
      '훅 Job shop/migrate이(가) 끝나기를 기다립니다.',
    ],
    ['Waiting for a volume to be bound.', '볼륨이 바인딩되기를 기다립니다.'],
  ])('says what an Operation waits for: %s', (english, korean) => expect(toKorean(english)).toBe(korean));
  it('translates inside a sentence, and several in a row', () => {
    expect(toKorean('Deployment shop/web is Degraded. Pods are being updated.')).toBe(
      'Deployment shop/web 장애. Pod를 업데이트하는 중입니다.',
    );
    expect(toKorean('The comparison is unknown: The cluster has not been read yet.')).toBe(
      '비교 결과를 알 수 없습니다: 클러스터를 아직 읽지 않았습니다.',
    );
    expect(toKorean('Plan pl_1 by kim waits for review: 1 to create, 2 to delete.')).toBe(
      'kim의 계획 pl_1이(가) 검토를 기다립니다: 생성 1, 삭제 2.',
    );
    expect(toKorean('ReplicaSet shop/web-7 is Progressing: 0 of 1 replica is available.')).toBe(
      'ReplicaSet shop/web-7 진행 중: 복제본 1개 중 0개가 사용 가능 상태입니다.',
    );
  });
  it.each([
    [
      'ReplicaSet "web" has timed out progressing. Cause: Pod shop/web-1: The Pod is not ready yet.',
      'ReplicaSet "web" has timed out progressing. 원인: Pod shop/web-1: Pod가 아직 준비되지 않았습니다.',
    ],
    [
      'Every Pod of Deployment shop is replaced, step by step.',
      'Deployment shop의 모든 Pod를 차례대로 교체합니다.',
    ],
    [
      'The user lee does not have the permission applications:plan in the project default.',
      '사용자 lee에게 프로젝트 default의 applications:plan 권한이 없습니다.',
    ],
  ])('%s reads well', (english, korean) => expect(toKorean(english)).toBe(korean));
  it.each(Object.keys(errorCodes))('%s says what it means in both languages', (code) => {
    const english = readFileSync(join(root, 'docs/errors', `${code}.md`), 'utf8');
    expect(english.trim().length).toBeGreaterThan(0);
    expect(codeToKorean('no such words', code)).toMatch(/[가-힣].*니다\.? .*no such words$/);
  });
  it('says a known sentence rather than its code, and a code nobody knows not at all', () => {
    expect(codeToKorean('Auto-sync is off.', 'conflict')).toBe('자동 동기화가 꺼져 있습니다.');
    expect(codeToKorean('no such words', 'not_a_code')).toBe('no such words');
  });
  it('leaves words of the cluster, and sentences nobody translated, as they are', () => {
    const said = 'Cannot be scheduled: 0/3 nodes are available: Insufficient cpu. preemption: none.';
    expect(toKorean(said)).toBe(
      '스케줄할 수 없습니다: 0/3 nodes are available: Insufficient cpu. preemption: none.',
    );
    expect(toKorean('Something else happened. Auto-sync is off.')).toBe(
      'Something else happened. 자동 동기화가 꺼져 있습니다.',
    );
  });
});
