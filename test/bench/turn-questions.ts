import type { ItemKind, Position } from '../../src/domains/catalogue/catalogue.types.ts';

/** What a person types, and what the answer has to search the catalogue for. */
export interface BenchQuestion {
  readonly person: string;
  readonly say: string;
  readonly searches: readonly { readonly kind: ItemKind; readonly words: string; readonly position?: Position }[];
}

const ja = (say: string, ...searches: BenchQuestion['searches']): BenchQuestion => ({
  person: 'HQ/000404',
  say,
  searches,
});
const en = (say: string, ...searches: BenchQuestion['searches']): BenchQuestion => ({
  person: 'IN/I0102',
  say,
  searches,
});
const role = (words: string) => ({ kind: 'role', words }) as const;
const skill = (words: string) => ({ kind: 'skill', words }) as const;

/** Questions as in the README, about the group's own items and about those that only a published framework has. */
export const turnQuestions: readonly BenchQuestion[] = [
  ja('システムアーキテクトに必要なスキルは?', role('システムアーキテクト')),
  ja('インシデントレスポンダーになるには何が必要ですか?', role('インシデントレスポンダー')),
  ja('看護師に必要なスキルは?', role('看護師')),
  ja('会計士に求められるスキルを教えて', role('会計士')),
  ja(
    'システムアーキテクトとプロジェクトマネージャーを比べて',
    role('システムアーキテクト'),
    role('プロジェクトマネージャー'),
  ),
  ja('脅威モデリングとは?', skill('脅威モデリング')),
  ja('PythonとSQLを活かせる役割は?', skill('Python'), skill('SQL')),
  ja('プロジェクトマネージャーに近い役割は?', role('プロジェクトマネージャー')),
  ja('クラウドエンジニアの募集を探して', role('クラウドエンジニア')),
  ja('脅威モデリングを学べる研修は?', skill('脅威モデリング')),
  en('Which skills does a system architect need?', role('system architect')),
  en('Which skills does an incident responder need?', role('incident responder')),
  en('What skills does a registered nurse need?', role('registered nurse')),
  en('Which skills does a web developer need?', role('web developer')),
  en('Compare data scientist and AI engineer', role('data scientist'), role('AI engineer')),
  en('What is threat modelling?', skill('threat modelling')),
  en('Which roles are close to project manager?', role('project manager')),
  en('Find postings for a machine learning engineer', role('machine learning engineer')),
  en('Which courses teach Kubernetes?', skill('Kubernetes')),
  en('Which skills does a penetration tester need?', role('penetration tester')),
];
