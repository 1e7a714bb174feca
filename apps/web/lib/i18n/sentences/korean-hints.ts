type Sentence = readonly [english: string, korean: string];

/** What the server advises beside a refusal, what an Action would do, and who may not do what. */
export const koreanHints: readonly Sentence[] = [
  [
    'Application {name} is rendered by {parent}: its next sync would bring it back.',
    '애플리케이션 {name}은(는) {parent}에서 렌더링합니다. 다음 동기화 때 다시 생깁니다.',
  ],
  [
    'Take it out of that repository and sync the parent with prune, or delete it here then.',
    '해당 저장소에서 뺀 다음 상위 애플리케이션을 정리와 함께 동기화하거나, 그 후에 여기에서 삭제하십시오.',
  ],
  // permissions (access.ts)
  [
    'The user {name} does not have the permission {permission} in the project {project}.',
    '사용자 {name}에게 프로젝트 {project}의 {permission} 권한이 없습니다.',
  ],
  [
    'The user {name} does not have the permission {permission}.',
    '사용자 {name}에게 {permission} 권한이 없습니다.',
  ],
  [
    'The token {name} does not have the permission {permission} in the project {project}.',
    '토큰 {name}에 프로젝트 {project}의 {permission} 권한이 없습니다.',
  ],
  [
    'The token {name} does not have the permission {permission}.',
    '토큰 {name}에 {permission} 권한이 없습니다.',
  ],
  [
    'Ask an administrator, or the owner of the project, for this permission.',
    '관리자나 프로젝트 소유자에게 이 권한을 요청하십시오.',
  ],
  ['Sign in again, or send a valid API token.', '다시 로그인하거나 유효한 API 토큰을 보내십시오.'],
  // refusals of plans (judge-plan.ts, approve-plan.ts, execute-plan.ts, plan-contents.ts)
  [
    'Desired and live are equal: there is nothing to do.',
    '원하는 상태와 실제 상태가 같습니다. 할 일이 없습니다.',
  ],
  [
    'The reasons name the approvals and ticks that are missing.',
    '이유에 부족한 승인과 확인 표시가 나와 있습니다.',
  ],
  ['Build the plan again and review what changed.', '계획을 다시 만들고 바뀐 내용을 검토하십시오.'],
  ['Build the plan again.', '계획을 다시 만드십시오.'],
  ['Build a new plan.', '새 계획을 만드십시오.'],
  ['Build it again.', '다시 만드십시오.'],
  [
    'The reasons name the rule and whose move it is.',
    '이유에 어떤 규칙인지와 누가 움직여야 하는지가 나와 있습니다.',
  ],
  ['Open the plan, review it, and approve its digest.', '계획을 열어 검토하고 그 다이제스트를 승인하십시오.'],
  [
    'A plan needs the live state: test the connection of the cluster.',
    '계획을 만들려면 실제 상태를 알아야 합니다. 클러스터 연결을 시험하십시오.',
  ],
  ['Register the cluster, or correct the destination.', '클러스터를 등록하거나 대상을 고치십시오.'],
  [
    'Correct the address of the cluster, or accept its new identity.',
    '클러스터의 주소를 고치거나 새 식별자를 받아들이십시오.',
  ],
  ['Choose a cluster that this Project may use.', '이 프로젝트가 쓸 수 있는 클러스터를 고르십시오.'],
  ['The live state was read at {time}.', '실제 상태는 {time}에 읽었습니다.'],
  ['The plan is {state}.', '계획이 {state} 상태입니다.'],
  ['Type the exact name of the Application.', '애플리케이션의 이름을 정확히 입력하십시오.'],
  ['Stop it first.', '먼저 중지하십시오.'],
  [
    'Wait until it is gone; its page says what it waits for.',
    '사라질 때까지 기다리십시오. 무엇을 기다리는지는 해당 페이지에 나옵니다.',
  ],
  ['Change it in that repository.', '그 저장소에서 바꾸십시오.'],
  ['A project administrator can change the rules.', '프로젝트 관리자가 규칙을 바꿀 수 있습니다.'],
  ['An owner of Project {name} can change its rules.', '프로젝트 {name}의 소유자가 규칙을 바꿀 수 있습니다.'],
  [
    'Register the repository, or correct repoURL in the source.',
    '저장소를 등록하거나 소스의 repoURL을 고치십시오.',
  ],
  // releases (restore-release.ts)
  [
    'The manifests of release {#n} were removed by retention.',
    '릴리스 {#n}의 매니페스트가 보존 기간이 지나 삭제되었습니다.',
  ],
  ['There is no release {#n}.', '릴리스 {#n}이(가) 없습니다.'],
  ['Sync revision {revision} from git instead.', '대신 git의 리비전 {revision}을(를) 동기화하십시오.'],
  ['See the history for the releases that exist.', '있는 릴리스는 기록에서 확인하십시오.'],
  // what a step did (apply-step.ts)
  ['created', '생성됨'],
  ['configured', '변경됨'],
  ['unchanged', '바뀐 것 없음'],
  ['deleted', '삭제됨'],
  ['already gone', '이미 없음'],
  // actions (actions.ts)
  ['Every Pod of {what} is replaced, step by step.', '{what}의 모든 Pod를 차례대로 교체합니다.'],
  [
    '{what} is set to {#n} replicas. Where git sets replicas too, this is drift.',
    '{what}의 복제본을 {#n}개로 정합니다. git에서도 replicas를 정하면 이는 드리프트입니다.',
  ],
  [
    'Pod {name} is deleted; its owner starts another one.',
    'Pod {name}을(를) 삭제합니다. 소유자가 새 Pod를 시작합니다.',
  ],
  ['CronJob {name} starts no further Jobs.', 'CronJob {name}이(가) 더 이상 Job을 시작하지 않습니다.'],
  ['CronJob {name} starts Jobs again.', 'CronJob {name}이(가) 다시 Job을 시작합니다.'],
  [
    'Try again shortly; /readyz of the server tells when it does.',
    '잠시 뒤 다시 시도하십시오. 언제 응답하는지는 서버의 /readyz가 알려 줍니다.',
  ],
  [
    'Try again. If it stays, tell an administrator the request id: the log has the cause.',
    '다시 시도하십시오. 계속되면 관리자에게 요청 ID를 알리십시오. 원인은 로그에 있습니다.',
  ],
];
