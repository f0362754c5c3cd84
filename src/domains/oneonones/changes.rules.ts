/** Characters of what the two keep of a meeting. */
export const longestNote = 2_000;

const wishes: readonly (readonly [RegExp, 'skip' | 'move' | 'pause' | 'end' | 'resume' | 'renew'])[] = [
  [/延長|延ばし|続けたい|もう1年|更新|renew|extend|prolong/iu, 'renew'],
  [/再開|resume|restart|start .*again|unpause/iu, 'resume'],
  [
    /一時停止|休止|しばらく(?:休|止)|中断|まで(?:休|止|お休み|ストップ)|産休|育休|休職|pause|suspend|on hold|hold off/iu,
    'pause',
  ],
  [
    /スキップ|飛ば|パス|お?休み?に|休みたい|休む|なしに|キャンセル|取り消|中止|見送|skip|cancel|drop (?:the|my|our) next|call off/iu,
    'skip',
  ],
  [/終了|終わり|打ち切|やめ|廃止|解除|\bend\b|\bstop\b|quit|terminate|no longer/iu, 'end'],
  [
    /ずら|移|変更|変え|リスケ|延期|前倒し|後ろ倒し|別の日|日程|時間|move|resched|postpone|push|shift|another (?:day|time)|bring forward/iu,
    'move',
  ],
];

/** What a sentence wants changed; `menu` when it does not say. */
export function changeWanted(sentence: string): string {
  const words = sentence.normalize('NFKC');
  return wishes.find(([wish]) => wish.test(words))?.[1] ?? 'menu';
}
