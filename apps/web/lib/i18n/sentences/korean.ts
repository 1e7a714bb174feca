import { koreanHints } from './korean-hints.ts';
import { koreanOutcomes } from './korean-outcomes.ts';

/**
 * Sentences the server writes, and how Korean says them. `{name}` stands for any text, `{#n}` for digits, `{@o}` for an
 * object ("Deployment shop/web"), `{!s}` for a health word and `{=x}` for a sentence that is translated itself. The first
 * pattern that fits counts. What the cluster, git or a tool said stays as it was said.
 */
export const koreanSentences: readonly (readonly [english: string, korean: string])[] = [
  ...koreanOutcomes,
  ...koreanHints,
  ['Nothing had to be done.', '할 일이 없었습니다.'],
  ['git renders something that has not been applied yet.', 'git에 아직 적용하지 않은 내용이 있습니다.'],
  // why auto-sync ran or did not (decide-sync.ts)
  ['Auto-sync is off.', '자동 동기화가 꺼져 있습니다.'],
  ['Operation {#n} is running.', '작업 {#n}이(가) 실행 중입니다.'],
  ['Operation {#n} of this Application is running.', '이 애플리케이션의 작업 {#n}이(가) 실행 중입니다.'],
  ['The Application is being deleted.', '애플리케이션을 삭제하는 중입니다.'],
  ['The comparison is unknown: {=why}', '비교 결과를 알 수 없습니다: {=why}'],
  [
    'Only objects to prune are left, and pruning is off for auto-sync.',
    '삭제할 객체만 남았는데 자동 동기화의 삭제가 꺼져 있습니다.',
  ],
  [
    'Auto-sync would delete every object; allowEmpty is off.',
    '자동 동기화가 모든 객체를 삭제하게 됩니다. allowEmpty가 꺼져 있습니다.',
  ],
  [
    'Auto-sync would delete {#n} of {#all} objects.',
    '자동 동기화가 객체 {#all}개 중 {#n}개를 삭제하게 됩니다.',
  ],
  [
    'An Operation has ended since live state was read: it is read again.',
    '실제 상태를 읽은 뒤에 작업이 끝났습니다. 다시 읽는 중입니다.',
  ],
  ['Nothing to do: the Application is in sync.', '할 일이 없습니다. 애플리케이션이 동기화되어 있습니다.'],
  ['Auto-sync is on hold: {reason}', '자동 동기화가 보류되었습니다: {reason}'],
  ['Self-heal is on hold: {reason}', '자동 복구가 보류되었습니다: {reason}'],
  ['Retrying after a failed Operation (attempt {#n}).', '실패한 작업을 다시 시도합니다({#n}번째).'],
  ['Live objects drifted, and self-heal is off.', '실제 객체에 드리프트가 있는데 자동 복구가 꺼져 있습니다.'],
  [
    'This content has been synced once already, and self-heal is off.',
    '이 내용은 이미 한 번 동기화되었고 자동 복구가 꺼져 있습니다.',
  ],
  ['Live objects moved away from what was applied.', '실제 객체가 적용한 내용에서 벗어났습니다.'],
  [
    'Syncing this content failed {#n} time; it is not tried again.',
    '이 내용의 동기화가 {#n}번 실패하여 다시 시도하지 않습니다.',
  ],
  [
    'Syncing this content failed {#n} times; it is not tried again.',
    '이 내용의 동기화가 {#n}번 실패하여 다시 시도하지 않습니다.',
  ],
  ['Retry {#n} is waiting for its time.', '{#n}번째 재시도 시각을 기다립니다.'],
  ['Self-heal waits before it acts again.', '자동 복구가 다시 동작하기 전에 기다립니다.'],
  // the gate and windows (decide.ts, windows.ts, approvals.ts)
  ['The plan is no longer exact: {=why}', '계획이 더 이상 정확하지 않습니다: {=why}'],
  ['The plan is older than 7 days.', '계획을 만든 지 7일이 지났습니다.'],
  [
    'Nothing was rendered: auto-sync would delete every object. allowEmpty is off.',
    '렌더링된 것이 없습니다. 자동 동기화가 모든 객체를 삭제하게 됩니다. allowEmpty가 꺼져 있습니다.',
  ],
  [
    'Automation may not delete {#n} of {#all} objects by itself.',
    '객체 {#all}개 중 {#n}개는 자동으로 삭제할 수 없습니다.',
  ],
  ['The deny window {window} is active.', '차단 시간대 {window}이(가) 적용 중입니다.'],
  [
    'The deny window {window} cannot be read ({why}) and blocks until it is mended.',
    '차단 시간대 {window}을(를) 읽을 수 없어({why}) 고칠 때까지 막습니다.',
  ],
  [
    'The allow window {window} cannot be read ({why}) and never opens until it is mended.',
    '허용 시간대 {window}을(를) 읽을 수 없어({why}) 고칠 때까지 열리지 않습니다.',
  ],
  ['No allow window is open ({names}).', '열린 허용 시간대가 없습니다({names}).'],
  [
    '{#n} more approval of this digest needed ({#have} of {#all}).',
    '이 다이제스트의 승인이 {#n}개 더 필요합니다({#all}개 중 {#have}개).',
  ],
  [
    '{#n} more approvals of this digest needed ({#have} of {#all}).',
    '이 다이제스트의 승인이 {#n}개 더 필요합니다({#all}개 중 {#have}개).',
  ],
  // why a plan is stale (stale.ts)
  [
    'Sources, destination or options of the Application changed since the plan was built.',
    '계획을 만든 뒤에 애플리케이션의 소스, 대상 또는 옵션이 바뀌었습니다.',
  ],
  [
    '{cluster} is another cluster than the one the plan was built for.',
    '{cluster}은(는) 계획을 만든 클러스터와 다른 클러스터입니다.',
  ],
  ['{@o} no longer exists.', '{@o}이(가) 더 이상 없습니다.'],
  ['{@o} has been created since the plan was built.', '계획을 만든 뒤에 {@o}이(가) 생성되었습니다.'],
  ['{@o} has been deleted and created anew.', '{@o}이(가) 삭제되었다가 다시 생성되었습니다.'],
  ['{@o} has changed since the plan was built.', '계획을 만든 뒤에 {@o}이(가) 바뀌었습니다.'],
  // risks (risks.ts)
  ['{#n} of {#all} live objects would be deleted.', '실제 객체 {#all}개 중 {#n}개가 삭제됩니다.'],
  [
    'Hooks of the restored Release run again, database migrations among them.',
    '복원하는 릴리스의 훅이 데이터베이스 마이그레이션을 포함하여 다시 실행됩니다.',
  ],
  ['The cluster refuses {@o}: {why}', '클러스터가 {@o}을(를) 거부합니다: {why}'],
  [
    'Changes made in the cluster to {@o} are taken back: {paths}.',
    '클러스터에서 {@o}에 적용한 변경을 되돌립니다: {paths}.',
  ],
  [
    'The Pod template of {@o} changes: {#n} Pods restart.',
    '{@o}의 Pod 템플릿이 바뀌어 Pod {#n}개가 다시 시작됩니다.',
  ],
  [
    'The Pod template of {@o} changes: {#n} Pod restart.',
    '{@o}의 Pod 템플릿이 바뀌어 Pod {#n}개가 다시 시작됩니다.',
  ],
  [
    'The Pod template of {@o} changes: its Pods restart.',
    '{@o}의 Pod 템플릿이 바뀌어 Pod가 다시 시작됩니다.',
  ],
  // differences (compare.ts)
  ['Not in the cluster; nothing was released yet.', '클러스터에 없습니다. 아직 릴리스한 것이 없습니다.'],
  [
    'Not in the cluster yet: new since the last Release.',
    '아직 클러스터에 없습니다. 마지막 릴리스 이후에 새로 생겼습니다.',
  ],
  ['Deleted from the cluster since the last Release.', '마지막 릴리스 이후에 클러스터에서 삭제되었습니다.'],
  ['No longer in the manifests and being deleted.', '매니페스트에서 빠졌고 삭제하는 중입니다.'],
  [
    'No longer in the manifests; a sync that prunes deletes it.',
    '매니페스트에서 빠졌습니다. 정리하는 동기화가 삭제합니다.',
  ],
  [
    'Tracked by this Application, but neither in the manifests nor in the last Release.',
    '이 애플리케이션이 추적하지만 매니페스트에도 마지막 릴리스에도 없습니다.',
  ],
  ['Managed by another Application, {name}.', '다른 애플리케이션 {name}이(가) 관리합니다.'],
  ['{path} changes with the next sync (and {#n} more).', '다음 동기화에서 {path} 외 {#n}개가 바뀝니다.'],
  ['{path} changes with the next sync.', '다음 동기화에서 {path}이(가) 바뀝니다.'],
  // operations (next-step.ts, judge.ts)
  ['Nothing had to be done.', '할 일이 없었습니다.'],
  ['Operation terminated.', '작업을 중지했습니다.'],
  ['A step failed.', '단계 하나가 실패했습니다.'],
  ['It is missing; it might have been deleted.', '없습니다. 삭제되었을 수 있습니다.'],
  ['Waiting to see the cluster again: {=why}', '클러스터를 다시 볼 수 있을 때까지 기다립니다: {=why}'],
  [
    'Waiting for the healthy state of {what} of an earlier wave.',
    '앞선 웨이브의 {what}이(가) 정상이 되기를 기다립니다.',
  ],
  ['Waiting until the former object of {what} is gone.', '{what}의 이전 객체가 사라지기를 기다립니다.'],
  ['Nothing has been applied yet.', '아직 적용한 것이 없습니다.'],
  [
    '{#n} of {#all} objects stay as applied; {#left} are not touched. Running hooks are deleted.',
    '객체 {#all}개 중 {#n}개는 적용된 채로 남고 {#left}개는 건드리지 않습니다. 실행 중인 훅은 삭제됩니다.',
  ],
  // why (explain.ts, root-cause.ts)
  ['Healthy and in sync.', '정상이며 동기화되어 있습니다.'],
  ['Try again now.', '지금 다시 시도합니다.'],
  ['Correct the source and push.', '소스를 고쳐서 푸시합니다.'],
  ['The state is not known: {=why}', '상태를 알 수 없습니다: {=why}'],
  ['Warning: {=why}', '경고: {=why}'],
  ['Build a Plan to create the resources.', '리소스를 생성하는 계획을 만듭니다.'],
  ['{#n} more resources are {!s}.', '리소스 {#n}개가 더 {!s} 상태입니다.'],
  ['{#n} more resources are out of sync.', '리소스 {#n}개가 더 동기화되지 않았습니다.'],
  ['Read the log of the hook.', '훅의 로그를 읽습니다.'],
  ['Read the log of the run that failed.', '실패한 실행의 로그를 읽습니다.'],
  ['Correct the image or its credentials.', '이미지나 자격 증명을 고칩니다.'],
  ['Add the missing ConfigMap, Secret or key.', '빠진 ConfigMap, Secret 또는 키를 추가합니다.'],
  ['Lower the requests or add nodes that fit.', '요청량을 낮추거나 맞는 노드를 추가합니다.'],
  ['Go back to the last Release that was healthy.', '정상이었던 마지막 릴리스로 돌아갑니다.'],
  [
    'Build a Plan that takes the drift back, or change the manifests to what is live.',
    '드리프트를 되돌리는 계획을 만들거나 매니페스트를 실제 상태에 맞춥니다.',
  ],
  ['Build a Plan; it has to prune to come in sync.', '계획을 만듭니다. 동기화하려면 정리가 필요합니다.'],
  ['Build a Plan.', '계획을 만듭니다.'],
  ['End the Hold.', '보류를 끝냅니다.'],
  ['Hook {@o} failed: {=why}', '훅 {@o}이(가) 실패했습니다: {=why}'],
  ['Cause: {=why}', '원인: {=why}'],
  ['{@o} has problems below it.', '{@o} 아래에 문제가 있습니다.'],
  ['Out of sync: {=parts}.', '동기화되지 않음: {=parts}.'],
  ['{=count} not synced since the manifests changed', '매니페스트가 바뀐 뒤 동기화하지 않은 {=count}'],
  ['{=count} changed in the cluster since the last Release', '마지막 릴리스 이후 클러스터에서 바뀐 {=count}'],
  ['{=count} different for a reason that is not known', '알 수 없는 이유로 다른 {=count}'],
  ['{#n} resource', '리소스 {#n}개'],
  ['{#n} resources', '리소스 {#n}개'],
  // health (core/health)
  ['None of the {#n} resources is in the cluster.', '리소스 {#n}개가 모두 클러스터에 없습니다.'],
  ['The latest change is not yet observed.', '최근 변경이 아직 관측되지 않았습니다.'],
  ['The latest change of the {kind} is not yet observed.', '{kind}의 최근 변경이 아직 관측되지 않았습니다.'],
  [
    'Pending deletion, held by finalizer {names}.',
    '삭제를 기다립니다. finalizer {names}이(가) 붙잡고 있습니다.',
  ],
  [
    'Pending deletion, held by finalizers {names}.',
    '삭제를 기다립니다. finalizer {names}이(가) 붙잡고 있습니다.',
  ],
  ['Pending deletion.', '삭제를 기다립니다.'],
  ['Waiting for the load balancer to get an address.', '로드 밸런서가 주소를 받기를 기다립니다.'],
  [
    'Waiting for an ingress controller to give it an address.',
    'Ingress 컨트롤러가 주소를 주기를 기다립니다.',
  ],
  ['The volume of the claim is lost.', '클레임의 볼륨이 없어졌습니다.'],
  ['Waiting for a volume to be bound.', '볼륨이 바인딩되기를 기다립니다.'],
  ['The Job is running.', 'Job이 실행 중입니다.'],
  ['The Deployment is paused.', 'Deployment가 일시 중지되어 있습니다.'],
  ['Pods are being updated.', 'Pod를 업데이트하는 중입니다.'],
  ['{#n} of {#all} replica is {=what}.', '복제본 {#all}개 중 {#n}개가 {=what} 상태입니다.'],
  ['{#n} of {#all} replicas are {=what}.', '복제본 {#all}개 중 {#n}개가 {=what} 상태입니다.'],
  ['available', '사용 가능'],
  ['updated', '업데이트됨'],
  ['{#n} old replica is still to go.', '이전 복제본 {#n}개가 남아 있습니다.'],
  ['{#n} old replicas are still to go.', '이전 복제본 {#n}개가 남아 있습니다.'],
  ['The Pod is available on {#n} of {#all} nodes.', '노드 {#all}개 중 {#n}개에서 Pod를 사용할 수 있습니다.'],
  ['The Pod is starting.', 'Pod가 시작하는 중입니다.'],
  ['The Pod is not ready yet.', 'Pod가 아직 준비되지 않았습니다.'],
  ['The Pod failed.', 'Pod가 실패했습니다.'],
  ['The Pod failed: {why}.', 'Pod가 실패했습니다: {why}.'],
  ['Cannot be scheduled: {why}', '스케줄할 수 없습니다: {why}'],
  [
    'Container {c} cannot pull image {image} ({reason}): {why}',
    '컨테이너 {c}이(가) 이미지 {image}을(를) 받지 못합니다({reason}): {why}',
  ],
  [
    'Container {c} cannot pull image {image} ({reason}).',
    '컨테이너 {c}이(가) 이미지 {image}을(를) 받지 못합니다({reason}).',
  ],
  [
    'Container {c} keeps crashing ({reason}): {=why}',
    '컨테이너 {c}이(가) 계속 비정상 종료됩니다({reason}): {=why}',
  ],
  ['Container {c} keeps crashing ({reason}).', '컨테이너 {c}이(가) 계속 비정상 종료됩니다({reason}).'],
  ['Container {c} cannot start ({reason}): {why}', '컨테이너 {c}을(를) 시작할 수 없습니다({reason}): {why}'],
  ['Container {c} cannot start ({reason}).', '컨테이너 {c}을(를) 시작할 수 없습니다({reason}).'],
  [
    'Container {c} ended with exit code {#code} ({reason}).',
    '컨테이너 {c}이(가) 종료 코드 {#code}로 끝났습니다({reason}).',
  ],
  ['Container {c} ended with exit code {#code}.', '컨테이너 {c}이(가) 종료 코드 {#code}로 끝났습니다.'],
  ['Waiting for conditions.', '조건을 기다립니다.'],
  ['Waiting for condition {type}.', '조건 {type}을(를) 기다립니다.'],
  ['Waiting for a status.', '상태를 기다립니다.'],
  ['Suspended by {path}.', '{path}(으)로 일시 중지되었습니다.'],
  // Conditions and evaluation
  [
    'The sources render no object. Nothing is pruned because of it.',
    '소스가 객체를 하나도 렌더링하지 않습니다. 그 때문에 삭제하는 것은 없습니다.',
  ],
  ['The destination names a cluster that is not registered.', '대상이 등록되지 않은 클러스터를 가리킵니다.'],
  ['The desired state could not be rendered.', '원하는 상태를 렌더링하지 못했습니다.'],
  ['No repository is registered for {url}.', '{url}에 등록된 저장소가 없습니다.'],
  ['The cluster has not been read yet.', '클러스터를 아직 읽지 않았습니다.'],
  ['The database does not answer.', '데이터베이스가 응답하지 않습니다.'],
  ['The cluster is not registered.', '클러스터가 등록되어 있지 않습니다.'],
  [
    'Another cluster answers as {name} than the one registered: its kube-system namespace is {now}, not {known}.',
    '등록한 것과 다른 클러스터가 {name}(으)로 응답합니다. kube-system 네임스페이스가 {known}이(가) 아니라 {now}입니다.',
  ],
  // Home (show-home.ts)
  [
    'Plan {id} by {name} waits for review: {=counts}.',
    '{name}의 계획 {id}이(가) 검토를 기다립니다: {=counts}.',
  ],
  ['{#n} to create, {=more}', '생성 {#n}, {=more}'],
  ['{#n} to change, {=more}', '변경 {#n}, {=more}'],
  ['{#n} to create', '생성 {#n}'],
  ['{#n} to change', '변경 {#n}'],
  ['{#n} to delete', '삭제 {#n}'],
  ['no object changes', '바뀌는 객체 없음'],
  ['Operation {#n} failed.', '작업 {#n}이(가) 실패했습니다.'],
  [
    '{#n} object differs from the last Release, and nothing reverts it.',
    '객체 {#n}개가 마지막 릴리스와 다르고 되돌리는 것이 없습니다.',
  ],
  [
    '{#n} objects differ from the last Release, and nothing reverts it.',
    '객체 {#n}개가 마지막 릴리스와 다르고 되돌리는 것이 없습니다.',
  ],
  ['Its state is unknown.', '상태를 알 수 없습니다.'],
  ['Auto-sync is held.', '자동 동기화가 보류되었습니다.'],
  // of one object: last, because they fit much
  ['{@o} is {!s}: {=why}', '{@o} {!s}: {=why}'],
  ['{@o} is {!s}.', '{@o} {!s}.'],
  ['{@o}: {!s}: {=why}', '{@o}: {!s}: {=why}'],
  ['{@o}: {=why}', '{@o}: {=why}'],
  ['{!s}: {=why}', '{!s}: {=why}'],
  [
    'Your token expires: make another and put it in its place.',
    '토큰이 곧 만료됩니다. 새 토큰을 만들어 바꾸십시오.',
  ],
  // what an Operation waits for (judge.ts); last, for others begin alike
  ['the completion of hook {@o}', '훅 {@o}이(가) 끝나기를'],
  ['the completion of hook {@o} and {#n} more', '훅 {@o} 외 {#n}개가 끝나기를'],
  ['the deletion of {@o}', '{@o}이(가) 삭제되기를'],
  ['the deletion of {@o} and {#n} more', '{@o} 외 {#n}개가 삭제되기를'],
  ['the healthy state of {@o}', '{@o}이(가) 정상이 되기를'],
  ['the healthy state of {@o} and {#n} more', '{@o} 외 {#n}개가 정상이 되기를'],
  ['Waiting for {=what} ({=why}).', '{=what} 기다립니다({=why})'],
  ['Waiting for {=what}.', '{=what} 기다립니다.'],
];

export const koreanHealth: Readonly<Record<string, string>> = {
  Healthy: '정상',
  Suspended: '일시 중지',
  Progressing: '진행 중',
  Missing: '없음',
  Degraded: '장애',
  Unknown: '알 수 없음',
};
